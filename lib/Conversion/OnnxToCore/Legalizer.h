//===- Legalizer.h - one forward walk over an ONNX graph --------*- C++ -*-===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Handlers see operands that are already core values (`Tensor`) and make the
// results; the Legalizer is what they share: sizes, small integer contents,
// constants, run-time checks, and the building of linalg ops.
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_LIB_CONVERSION_ONNXTOCORE_LEGALIZER_H
#define LUTRA_LIB_CONVERSION_ONNXTOCORE_LEGALIZER_H

#include "IndexMath.h"
#include "lutra/Dialect/Onnx/Onnx.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Utils/StructuredOpsUtils.h"
#include "llvm/ADT/StringSet.h"
#include <deque>

namespace lutra::onnx {

using Size = mlir::OpFoldResult;
using Sizes = llvm::SmallVector<Size>;

/// Tensors of at most this many integers have their contents followed.
constexpr int64_t maxContents = 64;

struct Tensor;

/// How real numbers become codes: real = (code - zero point) * scale.
struct Quantization {
  Tensor *scale = nullptr;
  /// Null where it is 0; as large as the scale.
  Tensor *zeroPoint = nullptr;
  /// The dimension along which scales differ; -1: there is one.
  int64_t axis = -1;
  /// Elements along `axis` that share a scale, which has the tensor's rank
  /// then; 0: a vector of scales, one for each entry of `axis`.
  int64_t block = 0;
};

/// What DequantizeLinear does, for those who would rather read the codes.
struct Dequantized {
  Tensor *codes;
  Quantization by;
  mlir::Location loc;
};

/// A value of the graph. It has a core value only once something reads it as
/// data: sizes computed from shapes never become tensors.
struct Tensor {
  /// As ONNX says it: unsigned types are kept, bool is i1.
  mlir::Type element;
  Sizes dims;

  /// What it is; one of these at least is set.
  mlir::Value core;
  mlir::ElementsAttr constant;
  std::optional<Sizes> contents;
  /// A transposed constant, whose users may prefer to read the original.
  Tensor *transposeOf = nullptr;
  llvm::SmallVector<int64_t> permutation;
  std::optional<Dequantized> dequantized;
  /// Set where it is no tensor but a sequence of these. Nothing else is then.
  std::optional<llvm::SmallVector<Tensor *>> entries;

  int64_t rank() const { return dims.size(); }
  bool isUnsigned() const { return element.isUnsignedInteger(); }
  bool isBool() const { return element.isInteger(1); }
  bool isInteger() const {
    return mlir::isa<mlir::IntegerType>(element) && !isBool();
  }
  bool isFloat() const { return mlir::isa<mlir::FloatType>(element); }
  /// Dimensions that are numbers, kDynamic for the others.
  llvm::SmallVector<int64_t> shape() const;
  /// Number of elements, if it is a number.
  std::optional<int64_t> numElements() const;
  /// For messages: "tensor<?x4xf32>".
  std::string str() const;
};

class Legalizer;

using Results = llvm::SmallVector<Tensor *>;
using HandlerResult = mlir::FailureOr<Results>;

/// One node and its operands. The first reason not to support it sticks, also
/// when it comes out of an attribute accessor.
class Node {
public:
  Node(Legalizer &legalizer, NodeOp op, llvm::ArrayRef<Tensor *> inputs)
      : legalizer(legalizer), op(op), inputs(inputs) {}

  Legalizer &legalizer;
  NodeOp op;

  mlir::Location loc() const { return op->getLoc(); }
  int64_t version() { return op.getVersion(); }
  llvm::StringRef type() { return op.getOpType(); }
  /// The node's own name; "" when the file gives none.
  llvm::StringRef name() const;
  /// "node 'x' (Gather)", for messages.
  std::string str();

  unsigned numInputs() const { return inputs.size(); }
  /// Null where the input is omitted.
  Tensor *input(unsigned i) const {
    return i < inputs.size() ? inputs[i] : nullptr;
  }
  bool hasOutput(unsigned i);

  bool hasAttr(llvm::StringRef name);
  int64_t getInt(llvm::StringRef name, int64_t defaultValue);
  /// Refuses the node when the attribute is missing.
  int64_t requireInt(llvm::StringRef name);
  double getFloat(llvm::StringRef name, double defaultValue);
  std::string getString(llvm::StringRef name, llvm::StringRef defaultValue);
  std::optional<llvm::SmallVector<int64_t>> getInts(llvm::StringRef name);
  mlir::Attribute getAttr(llvm::StringRef name);
  /// `axis` brought into [0, rank); refuses the node when it is out of range.
  int64_t normalizeAxis(int64_t axis, int64_t rank);

  mlir::LogicalResult refuse(const llvm::Twine &reason);
  llvm::StringRef reason() const { return why; }
  bool refused() const { return !why.empty(); }
  /// An attribute that no accessor asked for.
  std::optional<llvm::StringRef> unreadAttr();

private:
  template <typename AttrTy>
  AttrTy typedAttr(llvm::StringRef name, llvm::StringRef kind);

  llvm::ArrayRef<Tensor *> inputs;
  std::string why;
  llvm::StringSet<> read;
};

using Body = llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location,
                                            mlir::ValueRange)>;

class Legalizer {
public:
  explicit Legalizer(mlir::func::FuncOp func);

  /// Converts the function in place, or reports every node that cannot be.
  mlir::LogicalResult run();

  mlir::OpBuilder builder;
  IndexMath sizes;
  /// Nodes with random numbers, each with a number of its own.
  llvm::DenseMap<mlir::Operation *, unsigned> randomNodes;

  //===--- values ---------------------------------------------------------===//

  Tensor *make(mlir::Value core, mlir::Type element, Sizes dims);
  Tensor *makeContents(mlir::Type element, Sizes dims, Sizes contents);
  Tensor *makeConstant(mlir::ElementsAttr value);
  Tensor *makeTransposed(Tensor *source, llvm::ArrayRef<int64_t> permutation);
  Tensor *makeDequantized(Dequantized source, mlir::Type element);
  Tensor *makeSequence(llvm::ArrayRef<Tensor *> entries);
  /// The same data under another element type of ONNX or other dimensions.
  Tensor *retyped(Tensor *tensor, mlir::Type element);

  /// The tensor as a core value; its type follows `dims`.
  mlir::Value data(Tensor *tensor);
  mlir::RankedTensorType coreType(const Tensor *tensor);
  /// The one value of a splat constant (signless), or null.
  mlir::TypedAttr splat(const Tensor *tensor);
  /// Contents that are known without reading the tensor.
  const Sizes *contents(Tensor *tensor);
  /// Contents, read at run time if need be. Refuses the node when `tensor` is
  /// not a small integer tensor of static shape.
  mlir::FailureOr<Sizes> readContents(Node &node, Tensor *tensor,
                                      const llvm::Twine &what);
  /// Contents that are numbers, else the node is refused.
  mlir::FailureOr<llvm::SmallVector<int64_t>>
  constantInts(Node &node, Tensor *tensor, const llvm::Twine &what);

  //===--- subgraphs ------------------------------------------------------===//

  /// Converts the node's subgraph of this name where the node stands, with
  /// `args` as its inputs, and gives its outputs. It may be called again.
  HandlerResult inlineBody(Node &node, llvm::StringRef name,
                           llvm::ArrayRef<Tensor *> args);

  /// A place in the code, and what is known there.
  struct Mark {
    mlir::Operation *last;
    size_t facts, broadcasts;
    llvm::DenseSet<std::pair<void *, void *>> lessEqual;
    std::map<std::pair<std::string, std::vector<const void *>>, Tensor *> memos;
  };
  Mark mark();
  /// Moves what was written since `from`, and before `to` where there is one,
  /// to the end of `block`, and forgets what was found out there. Constants and
  /// arithmetic on sizes that comes from outside of the block stay.
  void moveInto(const Mark &from, const Mark *to, mlir::Block &block);

  //===--- checks ---------------------------------------------------------===//

  /// Fails the run when `condition` (i1) is false.
  void check(Node &node, mlir::Value condition, const llvm::Twine &message);
  /// How many of these there are so far.
  unsigned numChecks() const { return checks; }
  /// Refuses the node when the sizes cannot be equal, and checks at run time
  /// when that is not known.
  mlir::LogicalResult requireEqual(Node &node, Size a, Size b,
                                   const llvm::Twine &what);
  /// a <= b, likewise.
  mlir::LogicalResult requireLessEqual(Node &node, Size a, Size b,
                                       const llvm::Twine &what);
  /// Counts the elements for which `isBad` gives true and fails the run if
  /// there are any.
  void checkElements(Node &node, Tensor *tensor, const llvm::Twine &message,
                     Body isBad);

  //===--- operations -----------------------------------------------------===//

  mlir::RankedTensorType typeOf(llvm::ArrayRef<Size> dims, mlir::Type element);
  mlir::Value empty(mlir::Location loc, llvm::ArrayRef<Size> dims,
                    mlir::Type element);
  mlir::Value filled(mlir::Location loc, llvm::ArrayRef<Size> dims,
                     mlir::TypedAttr value);
  /// A tensor.cast where the types differ.
  mlir::Value castTo(mlir::Location loc, mlir::Value value,
                     mlir::RankedTensorType type);
  /// The tensor with sizes that a check has shown to be equal to its own.
  Tensor *refine(mlir::Location loc, Tensor *tensor, llvm::ArrayRef<Size> dims);
  /// A linalg.generic of one result. `init` is its destination; the body gets
  /// the inputs' elements, then the destination's.
  mlir::Value generic(mlir::Location loc, mlir::ValueRange inputs,
                      llvm::ArrayRef<mlir::AffineMap> maps, mlir::Value init,
                      llvm::ArrayRef<mlir::utils::IteratorType> iterators,
                      Body body);
  /// One parallel loop for each of `dims`; inputs through `maps`.
  mlir::Value map(mlir::Location loc, mlir::ValueRange inputs,
                  llvm::ArrayRef<mlir::AffineMap> maps,
                  llvm::ArrayRef<Size> dims, mlir::Type element, Body body);

  /// Element by element with ONNX's broadcasting. `element` is ONNX's type of
  /// the result, the body works on core types.
  mlir::FailureOr<Tensor *> elementwise(Node &node,
                                        llvm::ArrayRef<Tensor *> operands,
                                        mlir::Type element, Body body);
  /// The same, to dimensions that the operands are known to broadcast to.
  Tensor *elementwiseOver(mlir::Location loc, llvm::ArrayRef<Tensor *> operands,
                          llvm::ArrayRef<Size> dims, mlir::Type element,
                          Body body);
  mlir::FailureOr<Sizes> broadcast(Node &node,
                                   llvm::ArrayRef<Tensor *> operands);
  /// The operand repeated to `dims`; itself when it has these already.
  mlir::FailureOr<Tensor *> broadcastTo(Node &node, Tensor *operand,
                                        llvm::ArrayRef<Size> dims);
  /// Reorders dimensions, by a copy where elements move.
  Tensor *transpose(mlir::Location loc, Tensor *tensor,
                    llvm::ArrayRef<int64_t> permutation);
  /// The same elements in other dimensions. Their product is the same, which
  /// is known now (`proven`) or checked at run time before.
  Tensor *reshape(mlir::Location loc, Tensor *tensor, llvm::ArrayRef<Size> dims,
                  bool proven = true);
  /// A rectangle. Zero-size results are fine.
  Tensor *slice(mlir::Location loc, Tensor *tensor,
                llvm::ArrayRef<Size> offsets, llvm::ArrayRef<Size> dims,
                llvm::ArrayRef<Size> strides);
  /// The entries at `index` of dimension `axis`, which disappears.
  Tensor *pick(mlir::Location loc, Tensor *tensor, int64_t axis, Size index);
  /// Between ONNX element types by the rules of Cast.
  Tensor *convert(mlir::Location loc, Tensor *tensor, mlir::Type element);

  /// A slot that keeps a tensor made from these operands, so that layers share
  /// what is equal in all of them.
  Tensor *&memo(llvm::StringRef what, llvm::ArrayRef<const void *> operands);

private:
  struct Refusal {
    NodeOp op;
    std::string reason;
  };

  mlir::LogicalResult bindArguments();
  void walk(mlir::Block &block);
  void convertOperands(mlir::Operation *op);
  Tensor *lookup(mlir::Value value);
  void legalize(NodeOp op);
  mlir::LogicalResult bindResults();
  mlir::LogicalResult report();
  mlir::LogicalResult eraseNodes();
  Tensor *withScaleOf(Tensor *tensor, Tensor *codes);
  /// The size that two dimensions broadcast to.
  mlir::FailureOr<Size> broadcastSize(Node &node, Size a, Size b);

  mlir::func::FuncOp func;
  std::deque<Tensor> tensors;
  llvm::DenseMap<mlir::Value, Tensor *> tensorOf;
  std::vector<Refusal> refusals;
  unsigned numNodes = 0, checks = 0;
  std::map<std::pair<std::string, std::vector<const void *>>, Tensor *> memos;
  /// Sizes that run-time broadcasting chose, and out of what.
  llvm::SmallVector<std::tuple<Size, Size, Size>> broadcasts;
  llvm::DenseSet<std::pair<void *, void *>> checkedLessEqual;
};

/// The type that generated code uses: signless.
mlir::Type toCore(mlir::Type element);
/// Where computing happens: f32 for narrower floats, else the type itself.
mlir::Type computeType(mlir::Type element);
/// ONNX's number of an element type, as in `Cast.to`; null if unknown.
mlir::Type elementFromOnnx(mlir::MLIRContext *context, int64_t dataType);
/// As the manifest spells it (Bundle.md); "" if it has no spelling.
llvm::StringRef dtypeName(mlir::Type element);

/// Within bodies: widening to and rounding from `computeType`.
mlir::Value extend(mlir::OpBuilder &b, mlir::Location loc, mlir::Value value);
mlir::Value truncate(mlir::OpBuilder &b, mlir::Location loc, mlir::Value value,
                     mlir::Type element);
/// Cast of ONNX between element types of ONNX, on one element.
mlir::Value convertElement(mlir::OpBuilder &b, mlir::Location loc,
                           mlir::Value value, mlir::Type from, mlir::Type to);
/// A constant of a core type, or of `index`.
mlir::Value number(mlir::OpBuilder &b, mlir::Location loc, mlir::Type type,
                   double value);
mlir::TypedAttr numberAttr(mlir::Type type, double value);

} // namespace lutra::onnx

#endif // LUTRA_LIB_CONVERSION_ONNXTOCORE_LEGALIZER_H
