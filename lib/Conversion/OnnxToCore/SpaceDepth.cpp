//===- SpaceDepth.cpp - blocks of pixels as channels ----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementMath.h"
#include "Indexing.h"
#include "Registry.h"
#include "Window.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace lutra::onnx;

/// The attribute, for an input of rank 4.
static FailureOr<int64_t> readBlockSize(Node &node) {
  int64_t block = node.requireInt("blocksize");
  if (node.refused())
    return failure();
  if (block < 1 || block > (1 << 15))
    return node.refuse("attribute 'blocksize' is " + Twine(block));
  if (node.input(0)->rank() != 4)
    return node.refuse("its input must have rank 4, got " +
                       node.input(0)->str());
  return block;
}

/// size / divisor, which has to leave no rest.
static FailureOr<Size> divide(Node &node, Size size, int64_t divisor,
                              const Twine &what) {
  IndexMath &sizes = node.legalizer.sizes;
  Size by = sizes.constant(divisor);
  Size quotient = sizes.floorDiv(node.loc(), size, by);
  if (failed(node.legalizer.requireEqual(
          node, size, sizes.mul(node.loc(), quotient, by),
          what + " and a multiple of " + Twine(divisor))))
    return failure();
  return quotient;
}

static HandlerResult depthToSpace(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  FailureOr<int64_t> block = readBlockSize(node);
  std::string mode = node.getString("mode", "DCR");
  if (failed(block) || node.refused())
    return failure();
  if (mode != "DCR" && mode != "CRD")
    return node.refuse("attribute 'mode' is '" + mode +
                       "', expects DCR or CRD");
  FailureOr<Size> depth =
      divide(node, x->dims[1], *block * *block, "channels of the input");
  if (failed(depth))
    return failure();
  Size b = lg.sizes.constant(*block), n = x->dims[0], h = x->dims[2],
       w = x->dims[3];
  bool blocksFirst = mode == "DCR";
  Tensor *split = lg.reshape(loc, x,
                             blocksFirst ? Sizes{n, b, b, *depth, h, w}
                                         : Sizes{n, *depth, b, b, h, w});
  Tensor *moved =
      lg.transpose(loc, split,
                   blocksFirst ? ArrayRef<int64_t>{0, 3, 4, 1, 5, 2}
                               : ArrayRef<int64_t>{0, 1, 4, 2, 5, 3});
  return Results{lg.reshape(
      loc, moved,
      {n, *depth, lg.sizes.mul(loc, h, b), lg.sizes.mul(loc, w, b)})};
}

static HandlerResult spaceToDepth(Node &node) {
  Legalizer &lg = node.legalizer;
  Location loc = node.loc();
  Tensor *x = node.input(0);
  FailureOr<int64_t> block = readBlockSize(node);
  if (failed(block))
    return failure();
  FailureOr<Size> h = divide(node, x->dims[2], *block, "height of the input"),
                  w = divide(node, x->dims[3], *block, "width of the input");
  if (failed(h) || failed(w))
    return failure();
  Size b = lg.sizes.constant(*block), n = x->dims[0], c = x->dims[1];
  Tensor *split = lg.reshape(loc, x, {n, c, *h, b, *w, b});
  Tensor *moved = lg.transpose(loc, split, {0, 3, 5, 1, 2, 4});
  Size depth = lg.sizes.mul(loc, c, lg.sizes.constant(*block * *block));
  return Results{lg.reshape(loc, moved, {n, depth, *h, *w})};
}

//===----------------------------------------------------------------------===//
// Col2Im
//===----------------------------------------------------------------------===//

/// Each pixel is the sum of what the blocks that cover it have for it.
static HandlerResult sumBlocks(Node &node, Tensor *x, ArrayRef<Size> image,
                               ArrayRef<Size> block) {
  Legalizer &lg = node.legalizer;
  IndexMath &sizes = lg.sizes;
  Location loc = node.loc();
  MLIRContext *context = lg.builder.getContext();
  unsigned rank = image.size();
  FailureOr<SmallVector<int64_t>> strides = readPerDimension(node, "strides",
                                                             rank, 1, 1),
                                  dilations = readPerDimension(
                                      node, "dilations", rank, 1, 1),
                                  pads = readPerDimension(node, "pads",
                                                          2 * rank, 0, 0);
  if (failed(strides) || failed(dilations) || failed(pads))
    return failure();
  Size one = sizes.constant(1), zero = sizes.constant(0);
  Sizes positions;
  for (unsigned d = 0; d < rank; ++d) {
    if (failed(lg.requireLessEqual(node, one, block[d],
                                   "a block must have elements")) ||
        failed(lg.requireLessEqual(node, zero, image[d],
                                   "a size must not be negative")))
      return failure();
    Size padded = sizes.add(loc, image[d],
                            sizes.constant((*pads)[d] + (*pads)[rank + d]));
    Size span = sizes.sub(loc, padded,
                          windowExtent(sizes, loc, block[d], (*dilations)[d]));
    positions.push_back(sizes.add(
        loc, sizes.floorDiv(loc, span, sizes.constant((*strides)[d])), one));
    if (failed(lg.requireLessEqual(node, one, positions.back(),
                                   "a block must fit into the padded image")))
      return failure();
  }
  Size blockSize = sizes.product(loc, block);
  Size channels = sizes.floorDiv(loc, x->dims[1], blockSize);
  if (failed(lg.requireEqual(node, x->dims[1],
                             sizes.mul(loc, channels, blockSize),
                             "channels of the input and a multiple of the "
                             "block's elements")) ||
      failed(lg.requireEqual(node, x->dims[2], sizes.product(loc, positions),
                             "positions of the input and those of the block")))
    return failure();

  Sizes dims = {x->dims[0], channels};
  llvm::append_range(dims, image);
  Type type = computeType(x->element);
  Value data = lg.data(x);
  SmallVector<Value> blockValues, positionValues;
  for (unsigned d = 0; d < rank; ++d) {
    blockValues.push_back(sizes.value(loc, block[d]));
    positionValues.push_back(sizes.value(loc, positions[d]));
  }
  unsigned numLoops = 2 + 2 * rank;
  SmallVector<AffineExpr> kernel, out;
  for (unsigned d = 0; d < numLoops; ++d)
    (d < 2 + rank ? out : kernel).push_back(getAffineDimExpr(d, context));
  SmallVector<utils::IteratorType> loops(2 + rank,
                                         utils::IteratorType::parallel);
  loops.append(rank, utils::IteratorType::reduction);
  AffineMap maps[] = {AffineMap::get(numLoops, 0, kernel, context),
                      AffineMap::get(numLoops, 0, out, context)};
  // What says how large a block is; nobody reads its elements.
  Value shape = lg.empty(loc, block, lg.builder.getI8Type());
  TypedAttr start = numberAttr(type, 0);
  Value result = lg.generic(
      loc, shape, maps, lg.filled(loc, dims, start), loops,
      [&](OpBuilder &b, Location loc, ValueRange args) -> Value {
        PositionMath p{b, loc};
        Value covered, row = p.loop(1), column = p.c(0);
        for (unsigned d = 0; d < rank; ++d) {
          Value offset = p.loop(2 + rank + d);
          row = p.add(p.mul(row, blockValues[d]), offset);
          Value from = p.sub(p.add(p.loop(2 + d), p.c((*pads)[d])),
                             p.mul(offset, p.c((*dilations)[d])));
          Value stride = p.c((*strides)[d]);
          Value index = p.div(p.max(p.c(0), from), stride);
          Value here = p.both(p.inside(index, positionValues[d]),
                              p.equal(p.mul(index, stride), from));
          covered = covered ? p.both(covered, here) : here;
          column = p.add(p.mul(column, positionValues[d]),
                         p.min(index, p.sub(positionValues[d], p.c(1))));
        }
        Value element =
            tensor::ExtractOp::create(b, loc, data, {p.loop(0), row, column});
        Value addend =
            p.select(covered, extend(b, loc, element), number(b, loc, type, 0));
        if (isa<FloatType>(type))
          return arith::AddFOp::create(b, loc, args[1], addend);
        return arith::AddIOp::create(b, loc, args[1], addend);
      });
  Type sumType = isa<FloatType>(type) ? type : x->element;
  return Results{lg.convert(loc, lg.make(result, sumType, dims), x->element)};
}

static HandlerResult col2Im(Node &node) {
  Tensor *x = node.input(0);
  // The lists have one length, which any of them, or an attribute, can say.
  std::optional<int64_t> rank = node.input(1)->numElements();
  if (!rank)
    rank = node.input(2)->numElements();
  for (StringRef name : {"strides", "dilations"})
    if (auto list = node.getInts(name); list && !rank)
      rank = list->size();
  if (x->rank() != 3 || !rank || *rank < 1)
    return node.refuse("its inputs must be [N, C * block, positions] and two "
                       "shapes of known length, got " +
                       x->str() + " and " + node.input(1)->str());
  FailureOr<Sizes> image = readExactly(node, node.input(1), *rank,
                                       "input image_shape"),
                   block = readExactly(node, node.input(2), *rank,
                                       "input block_shape");
  if (failed(image) || failed(block))
    return failure();
  return sumBlocks(node, x, *image, *block);
}

void lutra::onnx::addSpaceDepth(Registry &registry) {
  registry.add("DepthToSpace", 1, 1, 1, depthToSpace);
  registry.add("SpaceToDepth", 1, 1, 1, spaceToDepth);
  registry.add("Col2Im", 18, 3, 3, col2Im);
}
