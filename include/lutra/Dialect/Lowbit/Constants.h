//===- Constants.h - reading and making constant weights --------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_DIALECT_LOWBIT_CONSTANTS_H
#define LUTRA_DIALECT_LOWBIT_CONSTANTS_H

#include "lutra/Dialect/Lowbit/Lowbit.h"

#include "mlir/IR/AsmState.h"
#include "llvm/ADT/StringMap.h"

#include <cstring>
#include <optional>

namespace lutra::lowbit {

/// A constant tensor read in place, `dense` and `dense_resource` alike. `T` has
/// the width of the element type; bytes serve i8. The attribute owns the
/// memory, which need not be aligned: weights are mapped from files.
template <typename T> class ConstantView {
public:
  ConstantView(llvm::ArrayRef<char> data, bool splat, int64_t size)
      : data(data), splat(splat), count(size) {}

  int64_t size() const { return count; }
  T operator[](int64_t i) const {
    T element;
    std::memcpy(&element, data.data() + (splat ? 0 : i * sizeof(T)), sizeof(T));
    return element;
  }

  /// The elements where they lie, or null if one stands for all.
  const char *tryGetData() const { return splat ? nullptr : data.data(); }

private:
  llvm::ArrayRef<char> data;
  bool splat;
  int64_t count;
};

/// The elements of `value` if it is a constant of f32; nothing otherwise, also
/// when the constant's bytes are gone.
std::optional<ConstantView<float>> getFloatConstant(mlir::Value value);
/// The same for i8, read as unsigned.
std::optional<ConstantView<uint8_t>> getByteConstant(mlir::Value value);

/// The codes of a constant of i8, or of a `lowbit.unpack` of one, in row-major
/// order; nothing if `value` is neither.
std::optional<llvm::SmallVector<uint8_t, 0>> getCodes(mlir::Value value);
/// The same for rows [begin, begin + rows) of a value of [rows, K].
std::optional<llvm::SmallVector<uint8_t, 0>>
getCodes(mlir::Value value, int64_t begin, int64_t rows);

/// The elements of `value` if it is a constant of i32.
std::optional<ConstantView<int32_t>> getInt32Constant(mlir::Value value);

/// Unpacks what a `lowbit.unpack` reads: `packed` is [rows, blocks, bytes],
/// each block of `blockSize` codes of `bits` starts on a byte, low bits first
/// or, where codes fill bytes and `highFirst` says so, high bits first. Writes
/// `k` codes for each of the rows [begin, begin + rows).
void unpackCodes(ConstantView<uint8_t> packed, int64_t begin, int64_t rows,
                 int64_t k, int64_t blockSize, unsigned bits, bool highFirst,
                 llvm::MutableArrayRef<uint8_t> codes);

/// The name of the resource that holds the constant `value`, or nothing.
std::optional<llvm::StringRef> getResourceName(mlir::Value value);

/// A constant attribute of `type` (i8, i32 or f32) with these elements: `dense`
/// when small or all equal, else a resource whose name begins with `name`.
mlir::ElementsAttr getConstant(mlir::RankedTensorType type,
                               llvm::StringRef name,
                               llvm::ArrayRef<uint8_t> elements);
mlir::ElementsAttr getConstant(mlir::RankedTensorType type,
                               llvm::StringRef name,
                               llvm::ArrayRef<float> elements);
mlir::ElementsAttr getConstant(mlir::RankedTensorType type,
                               llvm::StringRef name,
                               llvm::ArrayRef<int32_t> elements);
/// The same for bytes that the constant takes over instead of a copy; see
/// `allocateBytes`.
mlir::ElementsAttr getConstant(mlir::RankedTensorType type,
                               llvm::StringRef name,
                               mlir::AsmResourceBlob &&elements);

/// Room for a constant of `size` bytes, aligned as weights are.
mlir::AsmResourceBlob allocateBytes(int64_t size);

/// Lets go of weights: the memory of a resource lives as long as the context,
/// used or not, unless somebody says that it is not needed any more.
class ResourceUses {
public:
  /// Counts the ops inside `root` that refer to each resource.
  explicit ResourceUses(mlir::Operation *root);

  /// Erases `constant` if it has no uses, and frees its resource if it was the
  /// last op that referred to it.
  void eraseIfUnused(mlir::Operation *constant);

private:
  llvm::StringMap<unsigned> uses;
};

} // namespace lutra::lowbit

#endif // LUTRA_DIALECT_LOWBIT_CONSTANTS_H
