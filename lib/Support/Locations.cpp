//===- Locations.cpp - which ONNX node an op came from --------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Support/Locations.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;

SmallVector<StringRef> lutra::getNodeNames(Location loc) {
  llvm::SetVector<StringRef> names;
  loc->walk([&](Location part) {
    if (auto name = dyn_cast<NameLoc>(part))
      names.insert(name.getName());
    return WalkResult::advance();
  });
  return names.takeVector();
}

static void printLocation(llvm::raw_ostream &os, Location loc) {
  if (auto fused = dyn_cast<FusedLoc>(loc)) {
    if (!fused.getLocations().empty())
      printLocation(os, fused.getLocations().front());
    return;
  }
  if (auto call = dyn_cast<CallSiteLoc>(loc))
    return printLocation(os, call.getCallee());
  if (auto name = dyn_cast<NameLoc>(loc)) {
    auto file = dyn_cast<FileLineColLoc>(name.getChildLoc());
    if (file)
      os << file.getFilename().getValue() << ": ";
    os << "node '" << name.getName().getValue() << "'";
    if (file)
      os << " (#" << file.getLine() << ")";
    os << ": ";
  } else if (auto file = dyn_cast<FileLineColLoc>(loc)) {
    os << file.getFilename().getValue();
    if (file.getLine())
      os << ':' << file.getLine() << ':' << file.getColumn();
    os << ": ";
  }
}

static void print(llvm::raw_ostream &os, Location loc, StringRef kind,
                  const Diagnostic &diagnostic) {
  printLocation(os, loc);
  os << kind << ": " << diagnostic << '\n';
}

lutra::NodeDiagnosticHandler::NodeDiagnosticHandler(MLIRContext *context,
                                                    llvm::raw_ostream &os,
                                                    bool remarks)
    : ScopedDiagnosticHandler(context) {
  setHandler([&os, remarks](Diagnostic &diagnostic) {
    switch (diagnostic.getSeverity()) {
    case DiagnosticSeverity::Error:
      print(os, diagnostic.getLocation(), "error", diagnostic);
      break;
    case DiagnosticSeverity::Warning:
      print(os, diagnostic.getLocation(), "warning", diagnostic);
      break;
    case DiagnosticSeverity::Note:
      print(os, diagnostic.getLocation(), "note", diagnostic);
      break;
    case DiagnosticSeverity::Remark:
      if (!remarks)
        return success();
      print(os, diagnostic.getLocation(), "remark", diagnostic);
      break;
    }
    for (Diagnostic &note : diagnostic.getNotes())
      print(os, note.getLocation(), "note", note);
    return success();
  });
}
