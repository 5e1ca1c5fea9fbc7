//===- PrintInspection.cpp - inspections for people to read ---------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "lutra/Pipelines/Inspect.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

using namespace lutra;
using llvm::StringRef;
namespace json = llvm::json;

static StringRef getText(const json::Object &object, StringRef key) {
  return object.getString(key).value_or("");
}

static int64_t getNumber(const json::Object &object, StringRef key) {
  return object.getInteger(key).value_or(0);
}

/// The objects of an array.
static std::vector<const json::Object *> getObjects(const json::Object &object,
                                                    StringRef key) {
  std::vector<const json::Object *> objects;
  if (const json::Array *array = object.getArray(key))
    for (const json::Value &value : *array)
      if (const json::Object *entry = value.getAsObject())
        objects.push_back(entry);
  return objects;
}

static std::string getSize(int64_t bytes) {
  constexpr const char *units[] = {"B", "kB", "MB", "GB"};
  double size = double(bytes);
  int unit = 0;
  while (size >= 1000 && unit < 3) {
    size /= 1000;
    ++unit;
  }
  std::string text;
  llvm::raw_string_ostream(text)
      << llvm::format(unit ? "%.1f %s" : "%.0f %s", size, units[unit]);
  return text;
}

static std::string getShare(int64_t part, int64_t whole) {
  std::string text;
  llvm::raw_string_ostream(text) << llvm::format(
      "%.1f %%", whole ? 100.0 * double(part) / double(whole) : 0);
  return text;
}

static void printValues(const json::Object &inspection, StringRef key,
                        llvm::raw_ostream &os) {
  os << key << ":\n";
  for (const json::Object *value : getObjects(inspection, key)) {
    StringRef type = getText(*value, value->get("dtype") ? "dtype" : "type");
    os << "  " << getText(*value, "name") << ": " << type << " [";
    StringRef comma = "";
    if (const json::Array *dims = value->getArray("dims"))
      for (const json::Value &dim : *dims) {
        os << comma;
        comma = ", ";
        if (auto size = dim.getAsInteger())
          os << *size;
        else
          os << dim.getAsString().value_or("?");
      }
    os << "]";
    if (value->get("state"))
      os << ", kept between runs";
    os << '\n';
  }
}

static void printModel(const json::Object &model, llvm::raw_ostream &os) {
  os << "model '" << getText(model, "file") << "', IR version "
     << getNumber(model, "ir_version");
  if (StringRef producer = getText(model, "producer"); !producer.empty())
    os << ", made by " << producer;
  os << '\n';
  if (const json::Object *opsets = model.getObject("opsets")) {
    os << "operator sets:";
    // Objects have no order of their own.
    std::vector<std::string> names;
    for (const auto &[name, version] : *opsets)
      names.push_back(" " + name.str() + " " +
                      std::to_string(version.getAsInteger().value_or(0)));
    llvm::sort(names);
    os << llvm::join(names, ",") << '\n';
  }
  printValues(model, "inputs", os);
  printValues(model, "outputs", os);
  os << "operators:\n";
  for (const json::Object *entry : getObjects(model, "operators")) {
    StringRef domain = getText(*entry, "domain");
    os << llvm::format("%6lld  ", (long long)getNumber(*entry, "count"))
       << domain << (domain.empty() ? "" : ".") << getText(*entry, "type")
       << " (version " << getNumber(*entry, "version") << ")\n";
  }
  os << "parameters:\n";
  if (const json::Object *types = model.getObject("parameters")) {
    std::vector<std::pair<StringRef, const json::Object *>> entries;
    for (const auto &[type, total] : *types)
      entries.push_back({type, total.getAsObject()});
    llvm::sort(entries);
    for (const auto &[type, total] : entries)
      os << "  " << type << ": " << getNumber(*total, "elements") << " in "
         << getNumber(*total, "tensors") << " tensors, "
         << getSize(getNumber(*total, "bytes")) << ", "
         << getShare(getNumber(*total, "zeros"), getNumber(*total, "elements"))
         << " zeros\n";
  }
  std::vector<const json::Object *> lowbit = getObjects(model, "low_bit");
  if (!lowbit.empty())
    os << "low-bit matrices, as compiled:\n";
  for (const json::Object *entry : lowbit) {
    int64_t group = getNumber(*entry, "group_size");
    os << "  " << getNumber(*entry, "matrices") << " of "
       << getText(*entry, "format") << ", "
       << (group ? "groups of " + std::to_string(group) : "one scale per row")
       << ", zero points: " << getText(*entry, "zero_points")
       << ", activations: " << getText(*entry, "activation") << ", "
       << getNumber(*entry, "codes") << " codes at "
       << llvm::format("%.2f", entry->getNumber("bits_per_weight").value_or(0))
       << " bits";
    if (auto zeros = entry->getInteger("zeros"))
      os << ", " << getShare(*zeros, getNumber(*entry, "codes")) << " zeros";
    os << '\n';
  }
  std::vector<const json::Object *> unsupported =
      getObjects(model, "unsupported");
  if (unsupported.empty()) {
    os << "every node can be compiled\n";
    return;
  }
  os << "cannot be compiled:\n";
  for (const json::Object *entry : unsupported)
    os << "  " << getText(*entry, "reason") << '\n';
}

static void printBundle(const json::Object &bundle, llvm::raw_ostream &os) {
  os << "bundle of '" << getText(bundle, "model") << "', made by "
     << getText(bundle, "compiler") << ", ABI " << getNumber(bundle, "abi")
     << '\n';
  printValues(bundle, "inputs", os);
  printValues(bundle, "outputs", os);
  os << "code for:\n";
  for (const json::Object *variant : getObjects(bundle, "variants"))
    os << "  " << getText(*variant, "name") << " (" << getText(*variant, "cpu")
       << ")\n";
  os << "files:\n";
  for (const json::Object *file : getObjects(bundle, "files"))
    os << "  " << getText(*file, "file") << ": "
       << getSize(getNumber(*file, "bytes")) << '\n';
}

void lutra::printInspection(const json::Object &inspection,
                            llvm::raw_ostream &os) {
  if (inspection.get("lutra_bundle"))
    printBundle(inspection, os);
  else
    printModel(inspection, os);
}
