// Takes the place of libFuzzer where there is none: gives a target every file
// of a folder, one after the other.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz/target.hpp"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  std::vector<std::filesystem::path> files;
  for (const auto& x : std::filesystem::directory_iterator{argv[1]})
    files.push_back(x.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    // Told before, since a finding ends the program.
    std::fprintf(stderr, "%s\n", file.c_str());
    std::ifstream in{file, std::ios::binary};
    std::string bytes{std::istreambuf_iterator<char>{in}, {}};
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()),
                           bytes.size());
  }
  std::printf("replayed: %zu\n", files.size());
  return files.empty() ? 1 : 0;
}
