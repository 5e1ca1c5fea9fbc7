//===- Measure.cpp - measured times for a report --------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Measure.h"

#include "lutra/Support/WriteFile.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"

using namespace llvm;

static Expected<json::Object> readJson(const std::string &file) {
  auto text = MemoryBuffer::getFile(file);
  if (!text)
    return createStringError(text.getError(), "cannot read '" + file + "': " +
                                                  text.getError().message());
  Expected<json::Value> value = json::parse((*text)->getBuffer());
  if (!value)
    return value.takeError();
  if (json::Object *object = value->getAsObject())
    return std::move(*object);
  return createStringError("'" + file + "' holds no JSON object");
}

/// What lutra-run prints of a profile.
static Expected<json::Object> profile(const std::string &bundle) {
  std::string self = sys::fs::getMainExecutable(nullptr, {});
  ErrorOr<std::string> program =
      sys::findProgramByName("lutra-run", {sys::path::parent_path(self)});
  if (!program)
    return createStringError("there is no lutra-run beside this program, "
                             "which --measure needs");
  SmallString<128> output, errors;
  if (std::error_code code =
          sys::fs::createTemporaryFile("lutra-measure", "json", output))
    return createStringError(code, "cannot make a temporary file");
  FileRemover removeOutput(output);
  if (std::error_code code =
          sys::fs::createTemporaryFile("lutra-measure", "txt", errors))
    return createStringError(code, "cannot make a temporary file");
  FileRemover removeErrors(errors);
  StringRef arguments[] = {*program,    bundle,        "--bench=1",
                           "--profile", "--threads=1", "--json"};
  std::string message;
  int status =
      sys::ExecuteAndWait(*program, arguments, std::nullopt,
                          {std::nullopt, output.str(), errors.str()},
                          /*SecondsToWait=*/0, /*MemoryLimit=*/0, &message);
  if (status == 0)
    return readJson(output.str().str());
  if (auto text = MemoryBuffer::getFile(errors); text && message.empty())
    message = (*text)->getBuffer().trim().str();
  return createStringError("the bundle cannot be measured: " + message);
}

Error lutra::addMeasurements(const std::string &report,
                             const std::string &bundle) {
  Expected<json::Object> document = readJson(report);
  if (!document)
    return document.takeError();
  Expected<json::Object> measured = profile(bundle);
  if (!measured)
    return measured.takeError();
  json::Array *nodes = document->getArray("nodes"),
              *steps = measured->getArray("profile");
  if (!nodes || !steps)
    return createStringError("'" + report +
                             "' and its measurements have no "
                             "lists of kernels");
  // Steps come slowest first; a kernel that serves the same nodes twice has
  // several, which are told apart by nothing.
  for (json::Value &entry : *nodes) {
    json::Object &node = *entry.getAsObject();
    for (json::Value &value : *steps) {
      json::Object *step = value.getAsObject();
      if (!step || step->getString("kernel") != node.getString("function") ||
          step->getString("nodes") != node.getString("name"))
        continue;
      node["measured_ms"] = step->getNumber("ms").value_or(0);
      step->erase("kernel");
      break;
    }
  }
  json::Object whole;
  for (StringRef key : {"median_ms", "min_ms", "runs"})
    if (const json::Value *value = measured->get(key))
      whole[key] = *value;
  (*document)["measured"] = std::move(whole);
  return writeFile(report,
                   formatv("{0:2}\n", json::Value(std::move(*document))).str());
}
