// Hears WAV files (16-bit mono, 16 kHz) with whisper.cpp as its own command-line program does when
// nothing is asked of it: beam search over five texts, timestamps, fallback by temperature. One thread.
//
//     whisper_cpp_worker MODEL.bin FILE.wav ...
//
// Prints a line of JSON for the start (loading) and one for each file. The program of whisper.cpp is
// not part of the crate that this project builds it from; the library and its defaults are.
#include "whisper.h"

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

double processor_seconds() { return double(std::clock()) / CLOCKS_PER_SEC; }

void no_log(ggml_log_level, const char *, void *) {}

/// The samples of the file's first "data" chunk.
std::vector<float> samples_of(const char * path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    std::vector<float> samples;
    for (size_t at = 12; at + 8 <= bytes.size();) {
        uint32_t size;
        std::memcpy(&size, &bytes[at + 4], sizeof size);
        if (std::memcmp(&bytes[at], "data", 4) == 0) {
            for (size_t i = at + 8; i + 2 <= bytes.size() && i + 2 <= at + 8 + size; i += 2) {
                int16_t sample;
                std::memcpy(&sample, &bytes[i], sizeof sample);
                samples.push_back(float(sample) / 32768.0f);
            }
            break;
        }
        at += 8 + size + size % 2;
    }
    return samples;
}

std::string json_string(const std::string & text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return quoted + '"';
}

/// What is heard, with a state of its own: nothing depends on the files before.
std::string hear(whisper_context * context, const std::vector<float> & samples) {
    whisper_full_params params = whisper_full_default_params(WHISPER_SAMPLING_BEAM_SEARCH);
    params.n_threads = 1;
    params.print_progress = false;
    params.greedy.best_of = whisper_full_default_params(WHISPER_SAMPLING_GREEDY).greedy.best_of;
    whisper_state * state = whisper_init_state(context);
    std::string text;
    if (whisper_full_with_state(context, state, params, samples.data(), int(samples.size())) == 0) {
        for (int i = 0; i < whisper_full_n_segments_from_state(state); ++i) {
            text += whisper_full_get_segment_text_from_state(state, i);
        }
    }
    whisper_free_state(state);
    return text;
}

} // namespace

int main(int count, char ** arguments) {
    if (count < 2) return 2;
    whisper_log_set(no_log, nullptr);
    whisper_context_params params = whisper_context_default_params();
    params.use_gpu = false;
    whisper_context * context = whisper_init_from_file_with_params_no_state(arguments[1], params);
    if (context == nullptr) {
        std::fprintf(stderr, "whisper.cpp cannot read the model %s\n", arguments[1]);
        return 1;
    }
    std::printf("{\"start\": %.4f}\n", processor_seconds());
    for (int i = 2; i < count; ++i) {
        const double before = processor_seconds();
        const std::string text = hear(context, samples_of(arguments[i]));
        std::printf("{\"text\": %s, \"processor\": %.4f}\n", json_string(text).c_str(), processor_seconds() - before);
        std::fflush(stdout);
    }
    whisper_free(context);
}
