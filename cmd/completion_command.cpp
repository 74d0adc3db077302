#include "cmd/cli.h"

namespace freehold::cmd {
namespace {

struct CompletionArgs {
  std::string shell;
};

// One line for each command: its words, then what may follow.
void collect(const CLI::App& command, const std::string& words, std::string& out) {
  std::string next;
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    next += " " + sub->get_name();
  }
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) next += " --" + name;
  }
  out +=
      "    \"" + words + "\") words=\"" + next.substr(std::min<size_t>(next.size(), 1)) + "\" ;;\n";
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    collect(*sub, words.empty() ? sub->get_name() : words + " " + sub->get_name(), out);
  }
}

std::string bash_script(const CLI::App& app) {
  std::string cases;
  collect(app, "", cases);
  return "_freehold() {\n"
         "  local path=\"\" words=\"\" i word\n"
         "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
         "    word=${COMP_WORDS[i]}\n"
         "    case $word in -*) ;; *) [ ${#path} -lt 40 ] && case \" $_freehold_names \" in\n"
         "      *\" $word \"*) path=\"${path:+$path }$word\" ;; esac ;; esac\n"
         "  done\n"
         "  case $path in\n" +
         cases +
         "  esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
         "  case ${COMP_WORDS[COMP_CWORD]} in -*) ;; *) COMPREPLY+=($(compgen -f -- "
         "\"${COMP_WORDS[COMP_CWORD]}\")) ;; esac\n"
         "}\n";
}

void names_of(const CLI::App& command, std::string& out) {
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    out += " " + sub->get_name();
    names_of(*sub, out);
  }
}

}  // namespace

void add_completion_command(CLI::App& app, Cli& cli) {
  add_command<CompletionArgs>(
      app, cli, "completion",
      "Print what a shell needs to complete commands: source <(freehold completion bash)", 0,
      [](CLI::App& command, CompletionArgs& args) {
        command.add_option("shell", args.shell, "bash or zsh")
            ->required()
            ->check(CLI::IsMember({"bash", "zsh"}));
      },
      [&app](Session&, const CompletionArgs& args) -> Done {
        std::string names;
        names_of(app, names);
        std::string out =
            args.shell == "zsh" ? "autoload -U +X bashcompinit && bashcompinit\n" : "";
        out += "_freehold_names=\"" + names.substr(std::min<size_t>(names.size(), 1)) + "\"\n" +
               bash_script(app) + "complete -o filenames -F _freehold freehold\n";
        std::fputs(out.c_str(), stdout);
        return std::monostate{};
      })
      ->footer(page(R"(
Examples:
  source <(freehold completion bash)
  freehold completion bash > ~/.local/share/bash-completion/completions/freehold
  source <(freehold completion zsh))"));
}

}  // namespace freehold::cmd
