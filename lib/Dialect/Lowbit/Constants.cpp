//===- Constants.cpp - reading and making constant weights ----------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Dialect/Lowbit/Constants.h"

#include "mlir/IR/AsmState.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace lutra::lowbit;

/// Constants up to this size are printed with the IR that uses them.
static constexpr int64_t maxInlineBytes = 128;
/// What vectors of weights want.
static constexpr size_t weightAlignment = 64;

template <typename T>
static std::optional<ConstantView<T>> getConstantView(Value value,
                                                      Type element) {
  auto type = dyn_cast<RankedTensorType>(value.getType());
  ElementsAttr attr;
  if (!type || type.getElementType() != element ||
      !matchPattern(value, m_Constant(&attr)))
    return std::nullopt;
  int64_t count = type.getNumElements();
  if (auto dense = dyn_cast<DenseElementsAttr>(attr))
    return ConstantView<T>(dense.getRawData(), dense.isSplat(), count);
  auto resource = dyn_cast<DenseResourceElementsAttr>(attr);
  if (!resource)
    return std::nullopt;
  const AsmResourceBlob *blob = resource.getRawHandle().getBlob();
  if (!blob || blob->getData().size() != count * sizeof(T))
    return std::nullopt;
  return ConstantView<T>(blob->getData(), /*splat=*/false, count);
}

std::optional<ConstantView<float>>
lutra::lowbit::getFloatConstant(Value value) {
  return getConstantView<float>(value, Float32Type::get(value.getContext()));
}

std::optional<ConstantView<uint8_t>>
lutra::lowbit::getByteConstant(Value value) {
  return getConstantView<uint8_t>(value,
                                  IntegerType::get(value.getContext(), 8));
}

std::optional<ConstantView<int32_t>>
lutra::lowbit::getInt32Constant(Value value) {
  return getConstantView<int32_t>(value,
                                  IntegerType::get(value.getContext(), 32));
}

namespace {

/// The codes of each byte, the first one in the byte of a number that comes
/// first in memory.
class ByteTable {
public:
  ByteTable(unsigned bits, bool highFirst) : perByte(8 / bits) {
    for (unsigned byte = 0; byte < 256; ++byte)
      for (unsigned i = 0; i < perByte; ++i) {
        unsigned shift = bits * (highFirst ? perByte - 1 - i : i);
        codes[byte][i] = byte >> shift & ((1u << bits) - 1);
      }
  }

  /// `PerByte` is how many codes a byte has, known to the compiler.
  template <unsigned PerByte>
  void unpack(const uint8_t *from, int64_t count, uint8_t *to) const {
    int64_t i = 0;
    for (; i + PerByte <= count; i += PerByte)
      std::memcpy(to + i, codes[*from++], PerByte);
    if (i < count)
      std::memcpy(to + i, codes[*from], count - i);
  }
  void unpack(const uint8_t *from, int64_t count, uint8_t *to) const {
    switch (perByte) {
    case 1:
      return unpack<1>(from, count, to);
    case 2:
      return unpack<2>(from, count, to);
    case 4:
      return unpack<4>(from, count, to);
    default:
      return unpack<8>(from, count, to);
    }
  }

private:
  unsigned perByte;
  uint8_t codes[256][8];
};

} // namespace

/// For codes of which a whole number fills a byte; null for others.
static const ByteTable *getByteTable(unsigned bits, bool highFirst) {
  static const ByteTable tables[2][4] = {
      {{1, false}, {2, false}, {4, false}, {8, false}},
      {{1, true}, {2, true}, {4, true}, {8, true}}};
  return llvm::isPowerOf2_32(bits) && bits <= 8
             ? &tables[highFirst][llvm::Log2_32(bits)]
             : nullptr;
}

void lutra::lowbit::unpackCodes(ConstantView<uint8_t> packed, int64_t begin,
                                int64_t rows, int64_t k, int64_t blockSize,
                                unsigned bits, bool highFirst,
                                MutableArrayRef<uint8_t> codes) {
  int64_t blocks = llvm::divideCeil(k, blockSize);
  int64_t bytes = llvm::divideCeil(blockSize * bits, 8);
  const ByteTable *table = getByteTable(bits, highFirst);
  if (const char *data = table ? packed.tryGetData() : nullptr) {
    uint8_t *out = codes.data();
    for (int64_t row = begin; row < begin + rows; ++row)
      for (int64_t block = 0; block < blocks; ++block) {
        int64_t count = std::min(blockSize, k - block * blockSize);
        const char *from = data + (row * blocks + block) * bytes;
        table->unpack(reinterpret_cast<const uint8_t *>(from), count, out);
        out += count;
      }
    return;
  }
  unsigned mask = (1u << bits) - 1;
  uint8_t *out = codes.data();
  // Of codes that fill a byte, the last one becomes the first.
  auto reverse = [&](unsigned byte) {
    unsigned reversed = 0;
    for (unsigned bit = 0; bit < 8; bit += bits)
      reversed = reversed << bits | (byte >> bit & mask);
    return reversed;
  };
  for (int64_t block = begin * blocks; block < (begin + rows) * blocks;
       ++block) {
    int64_t first = (block % blocks) * blockSize;
    int64_t count = std::min(blockSize, k - first);
    // Bits not yet given out, the next ones lowest.
    unsigned buffer = 0, available = 0;
    int64_t byte = block * bytes;
    for (int64_t i = 0; i < count; ++i) {
      if (available < bits) {
        unsigned next = packed[byte++];
        if (highFirst)
          next = reverse(next);
        buffer |= next << available;
        available += 8;
      }
      *out++ = buffer & mask;
      buffer >>= bits;
      available -= bits;
    }
  }
}

std::optional<SmallVector<uint8_t, 0>>
lutra::lowbit::getCodes(Value value, int64_t begin, int64_t rows) {
  auto unpack = value.getDefiningOp<UnpackOp>();
  auto bytes = getByteConstant(unpack ? unpack.getPacked() : value);
  if (!bytes)
    return std::nullopt;
  int64_t k = cast<RankedTensorType>(value.getType()).getShape().back();
  SmallVector<uint8_t, 0> codes;
  codes.resize_for_overwrite(rows * k);
  if (unpack) {
    unpackCodes(*bytes, begin, rows, k, unpack.getBlockSize(),
                unpack.getFormat().getStorageBits(), unpack.getHighFirst(),
                codes);
    return codes;
  }
  if (const char *data = bytes->tryGetData())
    std::memcpy(codes.data(), data + begin * k, rows * k);
  else
    std::fill(codes.begin(), codes.end(), (*bytes)[0]);
  return codes;
}

std::optional<SmallVector<uint8_t, 0>> lutra::lowbit::getCodes(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  int64_t k = type.getShape().back();
  return getCodes(value, 0, k == 0 ? 0 : type.getNumElements() / k);
}

/// The constant if it is small or all equal, or nothing.
template <typename T>
static ElementsAttr makeInline(RankedTensorType type, ArrayRef<T> elements) {
  ArrayRef<char> data(reinterpret_cast<const char *>(elements.data()),
                      elements.size() * sizeof(T));
  bool splat =
      !elements.empty() && llvm::all_of(elements, [&](const T &element) {
        return !std::memcmp(&element, elements.data(), sizeof(T));
      });
  if (splat)
    return DenseElementsAttr::getFromRawBuffer(type,
                                               data.take_front(sizeof(T)));
  if (int64_t(data.size()) <= maxInlineBytes)
    return DenseElementsAttr::getFromRawBuffer(type, data);
  return {};
}

template <typename T>
static ElementsAttr makeConstant(RankedTensorType type, StringRef name,
                                 ArrayRef<T> elements) {
  if (ElementsAttr attr = makeInline(type, elements))
    return attr;
  ArrayRef<char> data(reinterpret_cast<const char *>(elements.data()),
                      elements.size() * sizeof(T));
  return DenseResourceElementsAttr::get(
      type, name,
      HeapAsmResourceBlob::allocateAndCopyWithAlign(data, weightAlignment));
}

ElementsAttr lutra::lowbit::getConstant(RankedTensorType type, StringRef name,
                                        ArrayRef<uint8_t> elements) {
  return makeConstant(type, name, elements);
}

ElementsAttr lutra::lowbit::getConstant(RankedTensorType type, StringRef name,
                                        ArrayRef<float> elements) {
  return makeConstant(type, name, elements);
}

ElementsAttr lutra::lowbit::getConstant(RankedTensorType type, StringRef name,
                                        ArrayRef<int32_t> elements) {
  return makeConstant(type, name, elements);
}

AsmResourceBlob lutra::lowbit::allocateBytes(int64_t size) {
  return HeapAsmResourceBlob::allocate(size, weightAlignment);
}

ElementsAttr lutra::lowbit::getConstant(RankedTensorType type, StringRef name,
                                        AsmResourceBlob &&elements) {
  ArrayRef<char> data = elements.getData();
  ArrayRef<uint8_t> bytes(reinterpret_cast<const uint8_t *>(data.data()),
                          data.size());
  if (ElementsAttr attr = makeInline(type, bytes))
    return attr;
  return DenseResourceElementsAttr::get(type, name, std::move(elements));
}

std::optional<StringRef> lutra::lowbit::getResourceName(Value value) {
  DenseResourceElementsAttr attr;
  if (!matchPattern(value, m_Constant(&attr)))
    return std::nullopt;
  return attr.getRawHandle().getKey();
}

ResourceUses::ResourceUses(Operation *root) {
  root->walk([&](Operation *op) {
    op->getAttrDictionary().walk([&](DenseResourceElementsAttr attr) {
      ++uses[attr.getRawHandle().getKey()];
    });
  });
}

void ResourceUses::eraseIfUnused(Operation *constant) {
  DenseResourceElementsAttr attr;
  bool resource = matchPattern(constant, m_Constant(&attr));
  if (!constant->use_empty())
    return;
  constant->erase();
  if (resource && --uses[attr.getRawHandle().getKey()] == 0)
    attr.getRawHandle().getResource()->setBlob(AsmResourceBlob());
}
