//===- Chart.cpp - how much of its goal each product reaches --------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions. SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Goals.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"
#include <algorithm>

using namespace lutra::bench;
using llvm::StringRef;

/// In units of the drawing.
static constexpr int kLeft = 430, kWidth = 460, kRight = 60, kBar = 16,
                     kTitle = 30, kHead = 50;
/// The end of the scale: twice the goal.
static constexpr double kMost = 2;

static std::string escape(StringRef text) {
  std::string escaped;
  for (char c : text)
    escaped += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
  return escaped;
}

static double getX(double share) {
  return kLeft + kWidth * std::min(share, kMost) / kMost;
}

std::string lutra::bench::drawChart(llvm::ArrayRef<Outcomes> outcomes,
                                    StringRef machine) {
  std::string bars;
  llvm::raw_string_ostream os(bars);
  int y = kHead;
  StringRef title;
  for (const Outcomes &o : outcomes) {
    if (o.yardstick.empty())
      continue;
    if (o.title != title) {
      os << llvm::formatv(
          "<text x=\"10\" y=\"{0}\" class=\"title\">{1}</text>\n",
          y + kTitle - 10, escape(o.title));
      y += kTitle;
    }
    title = o.title;
    double reached = o.share / o.wantedShare;
    os << llvm::formatv(
        "<text x=\"{0}\" y=\"{1}\" text-anchor=\"end\">{2}, M={3}{4}</text>"
        "<rect x=\"{5}\" y=\"{6}\" width=\"{7:f1}\" height=\"{8}\" "
        "class=\"{9}\"/><text x=\"{10:f1}\" y=\"{1}\">{11:f2}</text>\n",
        kLeft - 8, y + kBar - 5, escape(o.product), o.tokens,
        o.threads > 1 ? ", " + std::to_string(o.threads) + " threads" : "",
        kLeft, y + 2, getX(reached) - kLeft, kBar - 4,
        o.isMet() ? "met" : "missed", getX(reached) + 5, reached);
    y += kBar;
  }
  int height = y + 20, width = kLeft + kWidth + kRight;
  std::string text;
  llvm::raw_string_ostream all(text);
  all << llvm::formatv(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0} {1}\" "
      "width=\"{0}\" height=\"{1}\">\n"
      "<style>text {{ font: 11px sans-serif; fill: #333 } .title {{ "
      "font-weight: bold } .met {{ fill: #2a7ab0 } .missed {{ fill: #d9822b }"
      "</style>\n<rect width=\"{0}\" height=\"{1}\" fill=\"#fff\"/>\n"
      "<text x=\"10\" y=\"20\" class=\"title\">Speed reached, as a share of "
      "the "
      "goal</text>\n<text x=\"10\" y=\"36\">{2}</text>\n",
      width, height, escape(machine));
  all << bars;
  all << llvm::formatv(
      "<line x1=\"{0:f1}\" x2=\"{0:f1}\" y1=\"{1}\" y2=\"{2}\" "
      "stroke=\"#333\"/>\n</svg>\n",
      getX(1), kHead, y);
  return text;
}
