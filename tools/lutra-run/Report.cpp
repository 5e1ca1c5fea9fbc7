//===- Report.cpp - what a run says and writes ----------------------------===//
//
// Part of the Lutra project, under the Apache License v2.0 with LLVM
// Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Report.h"

#include "Files.h"
#include "Npy.h"
#include "Process.h"
#include "Tensor.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <set>

using namespace lutra::driver;
using Json = nlohmann::ordered_json;

std::string lutra::driver::describeOutputs(const rt::Model &model,
                                           rt::Context &context,
                                           Json &document) {
  Json &list = document["outputs"] = Json::array();
  for (size_t i = 0; i != model.outputCount(); ++i) {
    lutra_tensor tensor;
    if (rt::Status failed = context.getOutput(i, tensor))
      return failed.message();
    list.push_back({{"name", model.output(i).name},
                    {"dtype", lutra_dtype_name(tensor.dtype)},
                    {"dims", std::vector<int64_t>(tensor.dims,
                                                  tensor.dims + tensor.rank)}});
  }
  return "";
}

std::string lutra::driver::writeOutputs(const rt::Model &model,
                                        rt::Context &context,
                                        const std::string &directory,
                                        Json &document) {
  if (std::string wrong = makeDirectory(directory); !wrong.empty())
    return wrong;
  FileSet files;
  std::set<std::string> taken;
  for (size_t i = 0; i != model.outputCount(); ++i) {
    lutra_tensor tensor;
    if (rt::Status failed = context.getOutput(i, tensor))
      return failed.message();
    // Two names may become one as files: a number keeps them apart.
    std::string name = fileNameFor(model.output(i).name);
    std::string unique = name;
    for (int n = 2; !taken.insert(unique).second; ++n)
      unique = name + "." + std::to_string(n);
    std::string path = directory + "/" + unique + ".npy";
    if (std::string wrong = files.write(
            path, npyHeader(tensor.dtype, tensor.dims, size_t(tensor.rank)),
            {static_cast<const char *>(tensor.data), tensor.bytes});
        !wrong.empty())
      return wrong;
    document["outputs"][i]["file"] = path;
  }
  return files.commit();
}

static std::string numberText(lutra_dtype dtype, long double value) {
  char text[40];
  bool isFloat = dtype == LUTRA_F32 || dtype == LUTRA_F64 ||
                 dtype == LUTRA_F16 || dtype == LUTRA_BF16;
  std::snprintf(text, sizeof text, isFloat ? "%.6Lg" : "%.0Lf", value);
  return text;
}

std::string lutra::driver::printOutputs(const rt::Model &model,
                                        rt::Context &context) {
  for (size_t i = 0; i != model.outputCount(); ++i) {
    lutra_tensor tensor;
    if (rt::Status failed = context.getOutput(i, tensor))
      return failed.message();
    std::printf(
        "%s: %s", model.output(i).name,
        describe(tensor.dtype, tensor.dims, size_t(tensor.rank)).c_str());
    int64_t count = int64_t(tensor.bytes / lutra_dtype_size(tensor.dtype));
    long double low = HUGE_VALL, high = -HUGE_VALL;
    int64_t nans = 0;
    for (int64_t n = 0; n != count; ++n) {
      long double value = elementAt(tensor.dtype, tensor.data, n);
      nans += std::isnan(value);
      low = std::min(low, value);
      high = std::max(high, value);
    }
    if (count > 1 && low <= high)
      std::printf(" from %s to %s", numberText(tensor.dtype, low).c_str(),
                  numberText(tensor.dtype, high).c_str());
    if (nans)
      std::printf(", %lld not a number", static_cast<long long>(nans));
    for (int64_t n = 0; n != std::min<int64_t>(count, 8); ++n)
      std::printf(
          "%s%s", n ? " " : ": ",
          numberText(tensor.dtype, elementAt(tensor.dtype, tensor.data, n))
              .c_str());
    std::printf(count > 8 ? " ...\n" : "\n");
  }
  return "";
}

std::string lutra::driver::bench(rt::Context &context, double seconds,
                                 bool profile, Json &document) {
  using Clock = std::chrono::steady_clock;
  auto since = [](Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start)
        .count();
  };
  // The first run takes memory and touches the weights: not what is measured.
  if (rt::Status failed = context.run())
    return failed.message();
  if (profile)
    if (rt::Status failed = context.enableProfile())
      return failed.message();
  std::vector<double> times;
  Clock::time_point begin = Clock::now();
  do {
    Clock::time_point start = Clock::now();
    if (rt::Status failed = context.run())
      return failed.message();
    times.push_back(since(start));
  } while (since(begin) < seconds * 1000);
  std::sort(times.begin(), times.end());
  size_t middle = times.size() / 2;
  document["median_ms"] = times.size() % 2
                              ? times[middle]
                              : (times[middle - 1] + times[middle]) / 2;
  document["min_ms"] = times.front();
  document["runs"] = times.size();
  document["rss_mb"] = peakMemoryMb();
  return "";
}

std::string lutra::driver::describeProfile(const rt::Model &model,
                                           rt::Context &context,
                                           Json &document) {
  struct Entry {
    const lutra_step *step;
    int64_t runs;
    double nanoseconds;
  };
  std::vector<Entry> entries;
  int64_t runs = 1;
  for (size_t i = 0; i != model.stepCount(); ++i) {
    Entry &entry = entries.emplace_back(Entry{&model.step(i), 0, 0});
    if (rt::Status failed =
            context.getProfile(i, entry.runs, entry.nanoseconds))
      return failed.message();
    runs = std::max(runs, entry.runs);
  }
  // Steps lie in the order in which they run.
  std::sort(entries.begin(), entries.end(), [](const Entry &a, const Entry &b) {
    return a.nanoseconds != b.nanoseconds ? a.nanoseconds > b.nanoseconds
                                          : a.step < b.step;
  });
  Json &list = document["profile"] = Json::array();
  for (const Entry &entry : entries)
    list.push_back({{"nodes", entry.step->nodes},
                    {"kernel", entry.step->kernel},
                    {"runs", entry.runs},
                    {"ms", entry.nanoseconds / double(runs) * 1e-6}});
  return "";
}

void lutra::driver::printProfile(const Json &document) {
  double total = 0;
  for (const Json &entry : document["profile"])
    total += entry["ms"].get<double>();
  std::printf("%10s  %5s  nodes\n", "ms", "share");
  for (const Json &entry : document["profile"]) {
    double ms = entry["ms"];
    std::printf("%10.5f  %4.1f%%  %s\n", ms, total > 0 ? 100 * ms / total : 0,
                entry["nodes"].get_ref<const std::string &>().c_str());
  }
  std::printf("%10.5f  in %zu steps\n", total, document["profile"].size());
}
