//===- CodeKey.cpp - what generated code depends on -----------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CodeKey.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"

#include <link.h>

using namespace mlir;
using namespace lutra;

static constexpr StringLiteral kWeightsAttrName = "lutra.weights";

/// The build ids of a loaded file, which its linker wrote into a note.
static void addBuildIds(const dl_phdr_info &file, std::string &text) {
  for (int i = 0; i < file.dlpi_phnum; ++i) {
    const ElfW(Phdr) &segment = file.dlpi_phdr[i];
    if (segment.p_type != PT_NOTE)
      continue;
    StringRef notes(
        reinterpret_cast<const char *>(file.dlpi_addr + segment.p_vaddr),
        segment.p_memsz);
    while (notes.size() >= sizeof(ElfW(Nhdr))) {
      ElfW(Nhdr) note;
      memcpy(&note, notes.data(), sizeof note);
      size_t begin = sizeof note + llvm::alignTo(note.n_namesz, 4);
      if (note.n_type == NT_GNU_BUILD_ID)
        text += llvm::toHex(notes.substr(begin, note.n_descsz)) + "\n";
      notes = notes.drop_front(std::min<size_t>(
          notes.size(), begin + llvm::alignTo(note.n_descsz, 4)));
    }
  }
}

/// This program and the libraries it has loaded, LLVM's among them.
static std::string getCompilerId() {
  std::string text;
  // A program need not have a build id.
  if (auto self = llvm::MemoryBuffer::getFile("/proc/self/exe",
                                              /*IsText=*/false,
                                              /*RequiresNullTerminator=*/false))
    text = llvm::utohexstr(llvm::xxh3_64bits((*self)->getBuffer())) + "\n";
  dl_iterate_phdr(
      [](dl_phdr_info *file, size_t, void *data) {
        addBuildIds(*file, *static_cast<std::string *>(data));
        return 0;
      },
      &text);
  return text;
}

std::string lutra::getCodeKey(ModuleOp module, ArrayRef<CpuVariant> variants) {
  std::string text = getCompilerId();
  llvm::raw_string_ostream os(text);
  for (const CpuVariant &variant : variants)
    os << variant.name << ' ' << variant.cpu << ' '
       << llvm::join(variant.features, ",") << ' ' << variant.targetFeatures
       << '\n';
  // Code knows where weights lie, not what they are.
  auto weights = module->getAttrOfType<ArrayAttr>(kWeightsAttrName);
  if (weights) {
    for (Attribute entry : weights)
      os << cast<ArrayAttr>(entry)[0] << ' '
         << cast<ElementsAttr>(cast<ArrayAttr>(entry)[1]).getShapedType()
         << '\n';
    module->removeAttr(kWeightsAttrName);
  }
  module->print(os);
  if (weights)
    module->setAttr(kWeightsAttrName, weights);
  return llvm::utohexstr(llvm::xxh3_64bits(text), /*LowerCase=*/true,
                         /*Width=*/16);
}
