// Writes the page of the hand-made sample campaign, to look at: sample_page FOLDER.
#include <iostream>

#include "report/report_files.hpp"
#include "report/terminal_matrix.hpp"
#include "tests/report/sample_campaign.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: sample_page FOLDER\n";
    return 2;
  }
  const auto campaign = axiomark::tests::sample_campaign();
  const auto written = axiomark::write_report(axiomark::render_report(campaign, "0.1.0"), argv[1]);
  if (!written) {
    std::cerr << axiomark::message(written.error()) << "\n";
    return 2;
  }
  std::cout << axiomark::terminal_matrix(campaign, false);
}
