// SPDX-License-Identifier: MIT
// The extension module kilter._core: the door in Python's types. Python's lock is released before the door's is taken.
#include <nanobind/nanobind.h>
#include <nanobind/stl/filesystem.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/variant.h>
#include <nanobind/stl/vector.h>

#include "door.hpp"
#include "kilter/base/error.hpp"
#include "kilter/setup/registry.hpp"
#include "kilter/storage/studies.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace kilter {

/// What Python holds of a log in memory.
struct Memory {
  std::shared_ptr<MemoryLog> log = make_memory_log();
};

}  // namespace kilter

namespace kilter::python {
namespace {

using Free = nb::call_guard<nb::gil_scoped_release>;
using Run = std::vector<int>;  ///< trial, part, attempt

RunId run_id(const Run& run) {
  if (run.size() != 3) throw Error(ErrorKind::usage, "a run is a trial, a part and an attempt");
  return {run[0], run[1], run[2]};
}

Metrics metrics_of(const std::vector<std::pair<std::string, double>>& pairs) {
  Metrics metrics;
  for (const auto& [name, value] : pairs) metrics.push_back({name, value});
  return metrics;
}

nb::dict dict_of(const Named& named) {
  nb::dict values;
  for (const auto& [name, value] : named) values[name.c_str()] = nb::cast(value);
  return values;
}

nb::object tuple_of(const RunId& run) { return nb::make_tuple(run.trial, run.part, run.attempt); }

nb::object asked_of(const Asked& asked) {
  return nb::make_tuple(tuple_of(asked.run), dict_of(asked.params), asked.given, asked.seed, asked.budget,
                        asked.from_step);
}

nb::object record_of(const Record& record) {
  nb::dict read, metrics;
  for (const auto& metric : record.metrics) metrics[metric.name.c_str()] = metric.value;
  read["number"] = record.number;
  read["state"] = record.state;
  read["values"] = record.values;
  read["params"] = dict_of(record.params);
  read["reports"] = record.reports;
  read["notes"] = record.notes;
  read["metrics"] = metrics;
  read["started"] = record.started;
  read["ended"] = record.ended;
  read["given"] = record.given;
  read["cause"] = record.cause;
  read["detail"] = record.detail;
  read["by"] = record.by;
  read["reason"] = record.reason;
  read["decision"] = record.decision;
  read["attempt"] = record.attempt;
  return read;
}

Outcome outcome_of(const std::string& end, const std::string& cause,
                   const std::vector<std::pair<std::string, double>>& values, const std::string& detail) {
  Outcome outcome{.end = End::failed, .cause = Cause::error, .values = metrics_of(values), .detail = detail};
  for (const End each : {End::completed, End::stopped, End::paused, End::failed})
    if (end == to_text(each)) outcome.end = each;
  for (int each = 0; each <= static_cast<int>(Cause::no_value); ++each)
    if (cause == to_text(static_cast<Cause>(each))) outcome.cause = static_cast<Cause>(each);
  return outcome;
}

void translate(const std::exception_ptr& pointer, void* type) {
  try {
    std::rethrow_exception(pointer);
  } catch (const Error& error) {
    std::string text = error.message().code.empty() ? "" : "[" + error.message().code + "] ";
    text += error.message().headline;
    for (const auto& line : error.message().advice) text += "\n   " + line;
    PyErr_SetObject(static_cast<PyObject*>(type), nb::make_tuple(text, static_cast<int>(error.kind())).ptr());
  }
}

void bind_runs(nb::class_<Door>& door) {
  door.def(
          "ask",
          [](Door& self, bool again) -> nb::object {
            std::optional<Asked> asked;
            {
              nb::gil_scoped_release free;
              asked = self.ask(again);
            }
            return asked ? asked_of(*asked) : nb::none();
          },
          "again"_a)
      .def(
          "ask_bare",
          [](Door& self, const std::string& by) {
            Asked asked;
            {
              nb::gil_scoped_release free;
              asked = self.ask_bare(by);
            }
            return asked_of(asked);
          },
          "by"_a)
      .def("why_nothing", &Door::why_nothing, Free())
      .def(
          "suggest",
          [](Door& self, const Run& run, const std::string& name, const std::string& parameter) {
            return self.suggest(run_id(run), name, parameter);
          },
          "run"_a, "name"_a, "parameter"_a, Free())
      .def(
          "assign",
          [](Door& self, const Run& run, const std::string& name, const std::string& parameter,
             const std::string& value) { return self.assign(run_id(run), name, parameter, value); },
          "run"_a, "name"_a, "parameter"_a, "value"_a, Free())
      .def(
          "report",
          [](Door& self, const Run& run, double step, const std::vector<std::pair<std::string, double>>& metrics) {
            return self.report(run_id(run), step, metrics_of(metrics)) != Verdict::go_on;
          },
          "run"_a, "step"_a, "metrics"_a, Free())
      .def(
          "note",
          [](Door& self, const Run& run, const std::string& key, const std::string& text) {
            return self.note(run_id(run), key, text);
          },
          "run"_a, "key"_a, "text"_a, Free())
      .def(
          "decide",
          [](Door& self, const Run& run, const std::string& reason) { return self.decide(run_id(run), reason); },
          "run"_a, "reason"_a, Free())
      .def(
          "tell",
          [](Door& self, const Run& run, const std::string& end, const std::string& cause,
             const std::vector<std::pair<std::string, double>>& values,
             const std::string& detail) { return self.tell(run_id(run), outcome_of(end, cause, values, detail)); },
          "run"_a, "end"_a, "cause"_a, "values"_a, "detail"_a, Free())
      .def("give_back", [](Door& self, const Run& run) { self.give_back(run_id(run)); }, "run"_a, Free());
}

void bind_log(nb::class_<Door>& door) {
  door.def("add", &Door::add, "given"_a, Free())
      .def(
          "import_trial",
          [](Door& self, const std::vector<std::pair<std::string, std::string>>& parameters,
             const std::vector<std::string>& values, const std::vector<std::pair<double, double>>& reports,
             const std::vector<std::pair<std::string, std::string>>& notes, const std::string& end,
             const std::string& cause, const std::vector<std::pair<std::string, double>>& metrics) {
            if (parameters.size() != values.size()) throw Error(ErrorKind::usage, "each parameter needs one value");
            return self.import({parameters, values, reports, notes}, outcome_of(end, cause, metrics, {}));
          },
          "parameters"_a, "values"_a, "reports"_a, "notes"_a, "end"_a, "cause"_a, "metrics"_a, Free())
      .def(
          "records",
          [](Door& self, Revision since) {
            std::pair<Revision, std::vector<Record>> read;
            {
              nb::gil_scoped_release free;
              read = self.records(since);
            }
            nb::list records;
            for (const auto& record : read.second) records.append(record_of(record));
            return nb::make_tuple(read.first, records);
          },
          "since"_a)
      .def(
          "record",
          [](Door& self, int number) {
            Record record;
            {
              nb::gil_scoped_release free;
              record = self.record(number);
            }
            return record_of(record);
          },
          "number"_a)
      .def(
          "running",
          [](Door& self, int number) -> nb::object {
            std::optional<RunId> run;
            {
              nb::gil_scoped_release free;
              run = self.running(number);
            }
            return run ? tuple_of(*run) : nb::none();
          },
          "number"_a)
      .def("settings", &Door::settings, Free())
      .def("change", &Door::change, "settings"_a, "reason"_a, Free())
      .def("close", &Door::close, Free())
      .def("lines", &Door::lines, Free());
}

}  // namespace
}  // namespace kilter::python

NB_MODULE(_core, m) {
  using kilter::Memory;
  using kilter::python::Door;
  namespace fs = std::filesystem;
  nb::set_leak_warnings(false);
  m.attr("__version__") = KILTER_VERSION;
  // Its arguments are the message and the exit status that the command line would end with.
  static PyObject* error = PyErr_NewException("kilter._core.Error", PyExc_RuntimeError, nullptr);
  m.attr("Error") = nb::borrow(error);
  nb::register_exception_translator(kilter::python::translate, error);

  nb::class_<Memory>(m, "Memory").def(nb::init<>());
  nb::class_<Door> door(m, "Door", nb::is_weak_referenceable());
  door.def(
      "__init__",
      [](Door* self, Memory& memory, const std::string& settings) { new (self) Door(memory.log, settings); },
      "memory"_a, "settings"_a);
  door.def(
      "__init__",
      [](Door* self, const fs::path& root, const std::string& name, const std::string& settings) {
        new (self) Door(root, name, settings);
      },
      "root"_a, "name"_a, "settings"_a, kilter::python::Free());
  kilter::python::bind_runs(door);
  kilter::python::bind_log(door);

  m.def("restore", [](Memory& memory, const std::vector<std::string>& lines) { Door::restore(memory.log, lines); });
  m.def("default_settings", [] { return kilter::to_json(kilter::Settings{}); });
  m.def("study_names", &kilter::study_names, "root"_a);
  m.def(
      "study_exists",
      [](const fs::path& root, const std::string& name) { return study_exists(kilter::study_place(root, name)); },
      "root"_a, "name"_a);
  m.def(
      "remove_study",
      [](const fs::path& root, const std::string& name) { remove_study(kilter::study_place(root, name)); }, "root"_a,
      "name"_a);
  const auto names = [](auto help) {
    std::vector<std::string> all;
    for (const auto& plug : help) all.push_back(plug.name);
    return all;
  };
  m.attr("samplers") = nb::cast(names(kilter::sampler_help()));
  m.attr("schedulers") = nb::cast(names(kilter::scheduler_help()));
}
