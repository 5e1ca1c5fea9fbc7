//===- DeviceText.cpp - descriptions of processors outside of the code ----===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A description is a name, a processor and lists of figures. Files have them as
// YAML, modules as a dictionary; both are read into the same entries.
//
//===----------------------------------------------------------------------===//

#include "lutra/Kernel/Device.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>
#include <limits>

using namespace mlir;
using namespace lutra::kernel;

using Figures = SmallVector<double>;

static constexpr struct {
  llvm::StringLiteral name;
  Units Device::*units;
} kUnits[] = {{"vector", &Device::vector},
              {"product", &Device::product},
              {"shift", &Device::shift},
              {"shuffle", &Device::shuffle},
              {"product_or_shuffle", &Device::productOrShuffle},
              {"load", &Device::load},
              {"store", &Device::store}};

/// Without decimals where there are none.
static std::string print(double figure) {
  return figure == std::floor(figure) ? std::to_string(int64_t(figure))
                                      : llvm::formatv("{0:f2}", figure).str();
}

/// The last level holds everything, and is said without a size.
static constexpr int64_t kEverything = std::numeric_limits<int64_t>::max();

/// Calls `visit` with the name and the figures of each entry.
static void forEntries(const Device &device,
                       function_ref<void(StringRef, const Figures &)> visit) {
  visit("gigahertz", {device.gigahertz});
  for (const auto &[name, units] : kUnits)
    visit(name, {(device.*units).count, double((device.*units).bits)});
  visit("instructions", {device.instructions});
  visit("prefetch", {double(device.prefetch)});
  Figures levels;
  for (const Device::Level &level : device.levels) {
    if (level.size != kEverything)
      levels.push_back(double(level.size));
    levels.push_back(level.bytesPerCycle);
  }
  visit("levels", levels);
}

/// What is wrong with the entries, or nothing and a device of them.
static std::string build(const llvm::StringMap<Figures> &entries,
                         Device &device) {
  std::string wrong;
  auto take = [&](StringRef name, size_t count) -> Figures {
    auto found = entries.find(name);
    if (found == entries.end()) {
      wrong = "'" + name.str() + "' is missing";
    } else if (found->second.size() != count) {
      wrong = "'" + name.str() + "' has " +
              std::to_string(found->second.size()) + " numbers, expected " +
              std::to_string(count);
    } else {
      for (double figure : found->second)
        if (!std::isfinite(figure) || figure > 1e15 ||
            (name == "prefetch" ? figure < 0 : figure <= 0))
          wrong = "'" + name.str() + "' has no use for " + print(figure);
      if (wrong.empty())
        return found->second;
    }
    return Figures(count, 1);
  };
  device.gigahertz = take("gigahertz", 1)[0];
  for (const auto &[name, units] : kUnits) {
    Figures figures = take(name, 2);
    device.*units = {figures[0], unsigned(figures[1])};
  }
  device.instructions = take("instructions", 1)[0];
  device.prefetch = int64_t(take("prefetch", 1)[0]);
  size_t numLevels = device.levels.size();
  Figures levels = take("levels", 2 * numLevels - 1);
  for (size_t i = 0; i + 1 < numLevels; ++i)
    device.levels[i] = {int64_t(levels[2 * i]), levels[2 * i + 1]};
  device.levels[numLevels - 1] = {kEverything, levels.back()};
  return wrong;
}

DictionaryAttr lutra::kernel::toAttr(MLIRContext *context,
                                     const Device &device) {
  Builder b(context);
  SmallVector<NamedAttribute> attrs{
      b.getNamedAttr("name", b.getStringAttr(device.name)),
      b.getNamedAttr("cpu", b.getStringAttr(device.cpu))};
  forEntries(device, [&](StringRef name, const Figures &figures) {
    attrs.push_back(b.getNamedAttr(name, b.getDenseF64ArrayAttr(figures)));
  });
  return b.getDictionaryAttr(attrs);
}

std::optional<Device> lutra::kernel::fromAttr(DictionaryAttr attr) {
  llvm::StringMap<Figures> entries;
  for (NamedAttribute entry : attr)
    if (auto figures = dyn_cast<DenseF64ArrayAttr>(entry.getValue()))
      entries[entry.getName()] = Figures(figures.asArrayRef());
  Device device;
  auto name = attr.getAs<StringAttr>("name"),
       cpu = attr.getAs<StringAttr>("cpu");
  if (!name || !cpu || !build(entries, device).empty())
    return std::nullopt;
  device.name = name.str();
  device.cpu = cpu.str();
  return device;
}

std::string lutra::kernel::toText(const Device &device) {
  std::string text;
  llvm::raw_string_ostream os(text);
  os << "name: " << device.name << "\ncpu: " << device.cpu << '\n';
  forEntries(device, [&](StringRef name, const Figures &figures) {
    os << name << ": ";
    if (figures.size() == 1)
      os << print(figures[0]) << '\n';
    else
      os << '[' << llvm::join(llvm::map_range(figures, print), ", ") << "]\n";
  });
  return text;
}

llvm::Expected<Device> lutra::kernel::parseDevice(StringRef text) {
  std::string wrong;
  llvm::SourceMgr sources;
  // YAML's own diagnostics would go to standard error.
  sources.setDiagHandler(
      [](const llvm::SMDiagnostic &diagnostic, void *where) {
        auto &message = *static_cast<std::string *>(where);
        if (message.empty())
          message = ("line " + Twine(diagnostic.getLineNo()) + ": " +
                     diagnostic.getMessage())
                        .str();
      },
      &wrong);
  llvm::yaml::Stream stream(text, sources);
  Device device;
  llvm::StringMap<Figures> entries;
  auto getText = [](llvm::yaml::Node *node) {
    SmallString<32> storage;
    auto *scalar = llvm::dyn_cast_or_null<llvm::yaml::ScalarNode>(node);
    return scalar ? scalar->getValue(storage).str() : std::string();
  };
  auto add = [&](StringRef key, llvm::yaml::Node *node) {
    double figure = 0;
    if (StringRef(getText(node)).getAsDouble(figure))
      wrong = "'" + key.str() + "' is no number or list of numbers";
    entries[key].push_back(figure);
  };
  auto document = stream.begin();
  auto *map = document == stream.end()
                  ? nullptr
                  : llvm::dyn_cast_or_null<llvm::yaml::MappingNode>(
                        document->getRoot());
  if (!map && wrong.empty())
    wrong = "expects lines 'key: value'";
  if (map)
    for (llvm::yaml::KeyValueNode &entry : *map) {
      std::string key = getText(entry.getKey());
      llvm::yaml::Node *value = entry.getValue();
      if (key == "name" || key == "cpu")
        (key == "name" ? device.name : device.cpu) = getText(value);
      else if (auto *list =
                   llvm::dyn_cast_or_null<llvm::yaml::SequenceNode>(value))
        for (llvm::yaml::Node &element : *list)
          add(key, &element);
      else
        add(key, value);
    }
  if (wrong.empty())
    wrong = build(entries, device);
  if (wrong.empty() && (device.name.empty() || device.cpu.empty()))
    wrong = "'name' or 'cpu' is missing";
  if (!wrong.empty())
    return llvm::createStringError(wrong);
  return device;
}
