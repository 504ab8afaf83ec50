#include "experiments/convergence/study/reference_study.hpp"

namespace axiomark::study {

Result<ReferenceStudy> reference_study(const std::vector<StudyNetwork>& networks,
                                       std::uint64_t seed, const ThreadPool& pool,
                                       const std::function<void(const std::string&)>& said) {
  said("rules");
  const auto rules = study_rules(10000, seed);
  if (!rules) return tl::make_unexpected(rules.error());
  const auto few = study_rules(1000, seed);
  if (!few) return tl::make_unexpected(few.error());
  const Setting setting{seed, *rules, *few, pool};
  ReferenceStudy study;
  const auto add = [&](Result<std::vector<Finding>> findings) -> Result<void> {
    if (!findings) return tl::make_unexpected(findings.error());
    for (Finding& finding : *findings) study.findings.push_back(std::move(finding));
    return {};
  };
  said("functions of textbooks");
  if (auto ok = add(textbook_findings(setting)); !ok) return tl::make_unexpected(ok.error());
  said("growth with depth, width, dimension and distance");
  if (auto ok = add(growth_findings(setting)); !ok) return tl::make_unexpected(ok.error());
  said("random and trained networks");
  auto embedded = embedded_questions(setting);
  if (!embedded) return tl::make_unexpected(embedded.error());
  study.questions = std::move(*embedded);
  for (const StudyNetwork& one : networks) {
    said(one.name);
    auto question = ask(setting, "networks of files", one.name, one.network, one.target,
                        {one.baseline, one.input});
    if (question) {
      study.questions.push_back(std::move(*question));
    } else {
      study.refused.push_back({one.name, message(question.error())});
    }
  }
  for (Finding& finding : practice_findings(study.questions)) {
    study.findings.push_back(std::move(finding));
  }
  said("Shapley values by samples");
  if (auto ok = add(sampling_findings(setting)); !ok) return tl::make_unexpected(ok.error());
  return study;
}

}  // namespace axiomark::study
