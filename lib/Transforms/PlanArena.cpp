//===- PlanArena.cpp - one arena for all temporaries ----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RuntimeCalls.h"
#include "lutra/Support/Assert.h"
#include "lutra/Support/ConstantData.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "mlir/Pass/Pass.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/MathExtras.h"

namespace lutra {
#define GEN_PASS_DEF_PLANARENA
#include "lutra/Transforms/Passes.h.inc"
} // namespace lutra

using namespace mlir;
using namespace lutra;

namespace {

constexpr int64_t kAlignment = 64;

/// A size in bytes: a constant times dynamic dimensions, these in a fixed order
/// so that equal sizes compare equal.
struct ByteSize {
  int64_t factor;
  SmallVector<Value> dims;
};

/// Memory that several allocations use one after the other.
struct Slot {
  ByteSize size;
  unsigned freeFrom;
  SmallVector<memref::AllocOp> users;
};

class ArenaPlanner {
public:
  explicit ArenaPlanner(func::FuncOp func)
      : func(func), block(func.getBody().front()),
        runtime(func->getParentOfType<ModuleOp>(), func.getArgument(0)) {}

  void run() {
    hoistSizes();
    for (auto [i, op] : llvm::enumerate(block))
      position[&op] = i;
    for (auto alloc :
         llvm::make_early_inc_range(block.getOps<memref::AllocOp>())) {
      if (llvm::all_of(alloc.getDynamicSizes(),
                       [&](Value v) { return isAtTop(v); }))
        assign(alloc);
      else
        allocateInPlace(alloc);
    }
    if (!slots.empty())
      emitArena();
  }

private:
  bool isAtTop(Value value) {
    return isa<BlockArgument>(value) || atTop.contains(value.getDefiningOp());
  }

  /// Moves arithmetic over the inputs' dimensions to the top, where the arena's
  /// size is computed.
  void hoistSizes() {
    Operation *last = nullptr;
    for (Operation &op : llvm::make_early_inc_range(block)) {
      if (!(isPure(&op) || RuntimeCalls::isFirst(&op)) ||
          op.getNumRegions() != 0 || op.hasTrait<OpTrait::IsTerminator>() ||
          isa<ViewLikeOpInterface>(op) ||
          !llvm::all_of(op.getOperands(), [&](Value v) { return isAtTop(v); }))
        continue;
      if (last)
        op.moveAfter(last);
      else
        op.moveBefore(&block, block.begin());
      last = &op;
      atTop.insert(&op);
    }
    lastAtTop = last;
  }

  ByteSize getSize(memref::AllocOp alloc) {
    MemRefType type = alloc.getType();
    ByteSize size{int64_t(getElementBytes(type.getElementType())),
                  llvm::to_vector(alloc.getDynamicSizes())};
    for (int64_t dim : type.getShape())
      if (!ShapedType::isDynamic(dim))
        size.factor *= dim;
    llvm::sort(size.dims,
               [&](Value lhs, Value rhs) { return order(lhs) < order(rhs); });
    return size;
  }

  std::pair<unsigned, unsigned> order(Value value) {
    if (auto argument = dyn_cast<BlockArgument>(value))
      return {0, argument.getArgNumber()};
    return {position[value.getDefiningOp()] + 1,
            cast<OpResult>(value).getResultNumber()};
  }

  /// The last op of the block that may touch the buffer, through any view.
  unsigned getLastUse(Value buffer) {
    unsigned last = 0;
    SmallVector<Value> worklist{buffer};
    llvm::SmallPtrSet<Operation *, 8> seen;
    while (!worklist.empty())
      for (Operation *user : worklist.pop_back_val().getUsers()) {
        if (!seen.insert(user).second)
          continue;
        last = std::max(last, position[block.findAncestorOpInBlock(*user)]);
        for (Value result : user->getResults())
          if (isa<BaseMemRefType>(result.getType()))
            worklist.push_back(result);
      }
    return last;
  }

  void assign(memref::AllocOp alloc) {
    ByteSize size = getSize(alloc);
    unsigned start = position[alloc], end = getLastUse(alloc);
    LUTRA_ASSERT(!alloc->getUsers().empty() ? start < end : true,
                 "memory is used after it is allocated");
    for (Slot &slot : slots)
      if (slot.freeFrom <= start && slot.size.dims == size.dims) {
        slot.size.factor = std::max(slot.size.factor, size.factor);
        slot.freeFrom = end + 1;
        slot.users.push_back(alloc);
        return;
      }
    slots.push_back({std::move(size), end + 1, {alloc}});
  }

  Value emitBytes(OpBuilder &builder, Location loc, const ByteSize &size) {
    Value bytes = arith::ConstantIndexOp::create(builder, loc, size.factor);
    for (Value dim : size.dims)
      bytes = arith::MulIOp::create(builder, loc, bytes, dim);
    if (size.dims.empty())
      return arith::ConstantIndexOp::create(
          builder, loc, llvm::alignTo(size.factor, kAlignment));
    Value up = arith::ConstantIndexOp::create(builder, loc, kAlignment - 1);
    Value mask = arith::ConstantIndexOp::create(builder, loc, -kAlignment);
    return arith::AndIOp::create(
        builder, loc, arith::AddIOp::create(builder, loc, bytes, up), mask);
  }

  void replaceWithView(memref::AllocOp alloc, Value memory, Value offset) {
    OpBuilder builder(alloc);
    Value view =
        memref::ViewOp::create(builder, alloc.getLoc(), alloc.getType(), memory,
                               offset, alloc.getDynamicSizes());
    alloc.replaceAllUsesWith(view);
    alloc.erase();
  }

  void allocateInPlace(memref::AllocOp alloc) {
    OpBuilder builder(alloc);
    Location loc = alloc.getLoc();
    Value memory =
        runtime.arena(builder, loc, emitBytes(builder, loc, getSize(alloc)));
    replaceWithView(alloc, memory,
                    arith::ConstantIndexOp::create(builder, loc, 0));
  }

  void emitArena() {
    OpBuilder builder(func.getContext());
    if (lastAtTop)
      builder.setInsertionPointAfter(lastAtTop);
    else
      builder.setInsertionPointToStart(&block);
    Location loc = func.getLoc();
    Value total = arith::ConstantIndexOp::create(builder, loc, 0);
    SmallVector<Value> offsets;
    for (Slot &slot : slots) {
      offsets.push_back(total);
      total = arith::AddIOp::create(builder, loc, total,
                                    emitBytes(builder, loc, slot.size));
    }
    Value arena = runtime.arena(builder, loc, total);
    for (auto [slot, offset] : llvm::zip(slots, offsets))
      for (memref::AllocOp alloc : slot.users)
        replaceWithView(alloc, arena, offset);
  }

  func::FuncOp func;
  Block &block;
  RuntimeCalls runtime;
  llvm::DenseMap<Operation *, unsigned> position;
  llvm::SmallPtrSet<Operation *, 32> atTop;
  Operation *lastAtTop = nullptr;
  SmallVector<Slot> slots;
};

struct PlanArena : lutra::impl::PlanArenaBase<PlanArena> {
  void runOnOperation() override {
    // Module pass: it declares the runtime's functions.
    if (auto main = getOperation().lookupSymbol<func::FuncOp>("main"))
      ArenaPlanner(main).run();
  }
};

} // namespace
