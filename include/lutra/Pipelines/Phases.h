//===- Phases.h - the straight line of a compile --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LUTRA_PIPELINES_PHASES_H
#define LUTRA_PIPELINES_PHASES_H

#include "mlir/Support/LogicalResult.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace mlir {
class OpPassManager;
} // namespace mlir

namespace lutra {

namespace lowbit {
enum class ActivationKind : uint32_t;
} // namespace lowbit

/// In the order in which they run; docs/Design/Pipeline.md says what IR looks
/// like after each.
enum class Phase {
  Import,
  Legalize,
  Raise,
  Strategy,
  Materialize,
  Schedule,
  Bufferize,
  Target,
  Emit,
};

inline constexpr Phase kFirstPhase = Phase::Import;
inline constexpr Phase kLastPhase = Phase::Emit;

llvm::StringRef getPhaseName(Phase phase);
llvm::StringRef getPhaseSummary(Phase phase);
std::optional<Phase> getPhase(llvm::StringRef name);

/// Whether a library of operators computes what it can: where it is faster,
/// never, or always.
enum class Library { Auto, None, OneDnn };

/// The one that users call auto, none or onednn.
std::optional<Library> getLibrary(llvm::StringRef name);

/// What a user may say about the passes; every pipeline takes it by value.
struct PhaseOptions {
  /// How activations enter low-bit contractions; 0 is Auto.
  lowbit::ActivationKind activations{};
  /// Sums of ternary weights may be rounded in tables of 8 bits.
  bool byteTables = false;
  /// CPU to compile for besides the levels below it: "native" or LLVM's name
  /// of one. `compile` also takes a file that describes one.
  std::string device = "native";
  /// Layout and kernel family of low-bit weights wherever they are possible;
  /// empty for what the cost model chooses.
  std::string layout, kernel;
  Library library = Library::Auto;
};

/// The kind that users call auto, float, int8-token or int8-block.
std::optional<lowbit::ActivationKind> getActivationKind(llvm::StringRef name);

/// Adds the passes of a phase between Legalize and Target (the two at the ends
/// are not passes) to a pass manager on builtin.module.
void buildPhasePipeline(Phase phase, mlir::OpPassManager &pm,
                        const PhaseOptions &options);

/// Registers each phase as a pipeline `lutra-<phase>`, with default options.
void registerPhasePipelines();

} // namespace lutra

#endif // LUTRA_PIPELINES_PHASES_H
