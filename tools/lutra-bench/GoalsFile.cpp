//===- GoalsFile.cpp - a list of products and what they must reach --------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "GoalsFile.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace lutra::bench;
namespace json = llvm::json;
using llvm::StringRef;

static constexpr struct {
  llvm::StringLiteral key, name;
  Yardstick yardstick;
} kYardsticks[] = {
    {"int8-peak", "int8 peak", Yardstick::Int8Peak},
    {"f32-peak", "f32 peak", Yardstick::Float32Peak},
    {"bf16-peak", "bf16 peak", Yardstick::BFloat16Peak},
    {"bandwidth", "bandwidth", Yardstick::Bandwidth},
    {"program", "yardstick", Yardstick::Program},
    {"peer", "ONNX Runtime", Yardstick::Peer},
    {"plain", "plain case", Yardstick::Plain},
    {"one-thread", "one thread", Yardstick::OneThread},
};

StringRef lutra::bench::getName(Yardstick yardstick) {
  return llvm::find_if(
             kYardsticks,
             [&](const auto &entry) { return entry.yardstick == yardstick; })
      ->name;
}

namespace {

/// Reads one case, and keeps the first thing that is wrong with it.
class Reading {
public:
  std::string wrong;

  void readCase(const json::Object &object, std::vector<Case> &cases);

private:
  bool fail(const std::string &message) {
    if (wrong.empty())
      wrong = message;
    return false;
  }
  bool checkKeys(const json::Object &object, llvm::ArrayRef<StringRef> known);
  bool readText(const json::Object &object, StringRef key, std::string &text);
  bool readTexts(const json::Object &object, StringRef key,
                 std::vector<std::string> &texts);
  template <typename T>
  bool readNumbers(const json::Object &object, StringRef key,
                   llvm::SmallVectorImpl<T> &numbers);
  bool readShape(StringRef shape, Problem &problem);
  bool readProblem(const json::Object &object, Problem &problem);
  bool readGoal(const json::Object &object, Case &of, Goal &goal);
};

} // namespace

bool Reading::checkKeys(const json::Object &object,
                        llvm::ArrayRef<StringRef> known) {
  for (const auto &entry : object)
    if (!llvm::is_contained(known, StringRef(entry.first)))
      return fail("unknown key '" + entry.first.str() + "'");
  return true;
}

bool Reading::readText(const json::Object &object, StringRef key,
                       std::string &text) {
  const json::Value *value = object.get(key);
  if (!value)
    return true;
  std::optional<StringRef> found = value->getAsString();
  if (!found)
    return fail("'" + key.str() + "' is no text");
  text = found->str();
  return true;
}

bool Reading::readTexts(const json::Object &object, StringRef key,
                        std::vector<std::string> &texts) {
  const json::Value *value = object.get(key);
  if (!value)
    return true;
  texts.clear();
  if (auto text = value->getAsString()) {
    texts.push_back(text->str());
    return true;
  }
  const json::Array *list = value->getAsArray();
  for (size_t i = 0; list && i != list->size(); ++i)
    if (auto text = (*list)[i].getAsString())
      texts.push_back(text->str());
  if (!list || texts.size() != list->size())
    return fail("'" + key.str() + "' is neither a text nor a list of texts");
  return true;
}

template <typename T>
bool Reading::readNumbers(const json::Object &object, StringRef key,
                          llvm::SmallVectorImpl<T> &numbers) {
  const json::Value *value = object.get(key);
  if (!value)
    return true;
  numbers.clear();
  if (auto number = value->getAsNumber()) {
    numbers.push_back(T(*number));
  } else if (const json::Array *list = value->getAsArray()) {
    for (const json::Value &element : *list)
      if (auto each = element.getAsNumber())
        numbers.push_back(T(*each));
  }
  if (numbers.empty() || llvm::any_of(numbers, [](T n) { return n <= 0; }))
    return fail("'" + key.str() + "' is neither a number nor a list of them");
  return true;
}

bool Reading::readShape(StringRef shape, Problem &problem) {
  auto [n, k] = shape.split('x');
  if (n.getAsInteger(10, problem.n) || k.getAsInteger(10, problem.k) ||
      problem.n < 1 || problem.k < 1)
    return fail("'" + shape.str() + "' is no shape NxK");
  return true;
}

/// All of a product but its format and shape.
bool Reading::readProblem(const json::Object &object, Problem &problem) {
  if (auto group = object.getInteger("group"))
    problem.group = *group;
  problem.isShuffled = object.getBoolean("g_idx").value_or(problem.isShuffled);
  if (const json::Value *act = object.get("act")) {
    auto name = act->getAsString();
    std::optional<Activations> known =
        name ? parseActivations(*name) : std::nullopt;
    if (!known)
      return fail("'act' is none of i8, f32, bf16 and f16");
    problem.activations = *known;
  }
  if (const json::Value *bits = object.get("table_bits")) {
    if (*bits != 16 && *bits != 8)
      return fail("'table_bits' is neither 16 nor 8");
    problem.permitsByteTables = *bits == 8;
  }
  if (const json::Value *points = object.get("zero_points")) {
    if (*points != "none" && *points != "integers" && *points != "reals")
      return fail("'zero_points' is none of none, integers and reals");
    problem.zeroPoints = *points == "none"       ? ZeroPoints::None
                         : *points == "integers" ? ZeroPoints::Integers
                                                 : ZeroPoints::Reals;
  }
  return true;
}

bool Reading::readGoal(const json::Object &object, Case &of, Goal &goal) {
  if (!checkKeys(object, {"of", "share", "programs", "plain"}))
    return false;
  auto key = object.getString("of");
  const auto *known = llvm::find_if(
      kYardsticks, [&](const auto &entry) { return key && entry.key == *key; });
  if (known == std::end(kYardsticks))
    return fail("'of' names no yardstick");
  goal.of = known->yardstick;
  if (!readNumbers(object, "share", goal.shares) ||
      !readTexts(object, "programs", goal.programs))
    return false;
  if (goal.shares.empty() ||
      (goal.shares.size() != 1 && goal.shares.size() != of.tokens.size()))
    return fail("'share' is not one number, nor one for each of 'm'");
  if (goal.of != Yardstick::Plain)
    return true;
  const json::Object *plain = object.getObject("plain");
  if (!plain)
    return fail("'plain' is missing");
  if (!checkKeys(*plain, {"format", "shape", "group", "act", "zero_points",
                          "g_idx", "table_bits"}))
    return false;
  goal.plain = of.problem;
  if (auto name = plain->getString("format")) {
    std::optional<Format> format = Format::parse(*name);
    if (!format)
      return fail("unknown format '" + name->str() + "'");
    goal.plain.format = *format;
  }
  if (auto shape = plain->getString("shape"))
    if (!readShape(*shape, goal.plain))
      return false;
  return readProblem(*plain, goal.plain);
}

void Reading::readCase(const json::Object &object, std::vector<Case> &cases) {
  if (!checkKeys(object, {"title", "format", "shapes", "m", "threads", "group",
                          "act", "zero_points", "g_idx", "table_bits", "layout",
                          "kernel", "device", "variant", "goals"}))
    return;
  Case common;
  std::vector<std::string> formats, shapes;
  common.tokens = {1};
  common.threads = {1};
  if (!readText(object, "title", common.title) ||
      !readTexts(object, "format", formats) ||
      !readTexts(object, "shapes", shapes) ||
      !readNumbers(object, "m", common.tokens) ||
      !readNumbers(object, "threads", common.threads) ||
      !readText(object, "layout", common.choice.layout) ||
      !readText(object, "kernel", common.choice.kernel) ||
      !readText(object, "device", common.choice.device) ||
      !readText(object, "variant", common.variant) ||
      !readProblem(object, common.problem))
    return;
  common.problem.m = *llvm::max_element(common.tokens);
  const json::Array *goals = object.getArray("goals");
  if (!goals || formats.empty() || shapes.empty()) {
    fail("'goals', 'format' or 'shapes' is missing");
    return;
  }
  for (const std::string &name : formats) {
    std::optional<Format> format = Format::parse(name);
    if (!format) {
      fail("unknown format '" + name + "'");
      return;
    }
    for (const std::string &shape : shapes) {
      Case next = common;
      next.problem.format = *format;
      if (!format->values.empty() &&
          next.problem.activations == Activations::Int8) {
        fail("'" + name + "' is multiplied by floats only");
        return;
      }
      if (!readShape(shape, next.problem))
        return;
      for (const json::Value &value : *goals) {
        const json::Object *goal = value.getAsObject();
        if (!goal) {
          fail("a goal is no object");
          return;
        }
        if (!readGoal(*goal, next, next.goals.emplace_back()))
          return;
      }
      cases.push_back(std::move(next));
    }
  }
}

std::string lutra::bench::readGoals(StringRef file, std::vector<Case> &cases) {
  auto text = llvm::MemoryBuffer::getFile(file);
  if (!text)
    return "cannot read '" + file.str() + "': " + text.getError().message();
  llvm::Expected<json::Value> root = json::parse((*text)->getBuffer());
  if (!root)
    return file.str() + ": " + llvm::toString(root.takeError());
  const json::Object *object = root->getAsObject();
  const json::Array *list = object ? object->getArray("cases") : nullptr;
  if (!list)
    return file.str() + ": there is no list 'cases'";
  for (auto [i, value] : llvm::enumerate(*list)) {
    Reading reading;
    if (const json::Object *entry = value.getAsObject())
      reading.readCase(*entry, cases);
    else
      reading.wrong = "is no object";
    if (!reading.wrong.empty())
      return file.str() + ": case " + std::to_string(i + 1) + ": " +
             reading.wrong;
  }
  return "";
}
