#include "statusctl/grammar.hpp"

namespace statusctl {

namespace {

const option_info as_json{"--json", "", "JSON Lines, see docs/JSON.md"};
const option_info by{"--by", "WHO", "who says it [user@host]"};
const option_info reason{"--reason", "TEXT", "why, for everybody who looks"};
const option_info yes{"--yes", "", "do not ask"};

constexpr std::string_view steered
  = "It is stored with the job's checkpoint and survives a restart of the\n"
    "runner. If it cannot be stored it is in force all the same, and the exit\n"
    "code is 1.\n";

} // namespace

const std::vector<command_info>& commands() {
  static const std::vector<command_info> result{
    {command::list,
     "list",
     "",
     "say what all tasks are doing",
     "From the desk's memory, at once; no task is asked.\n",
     "statusctl list\nstatusctl list --filter shop --all\n"
     "statusctl list --json | jq -r 'select(.throttled) | .task'\n",
     {{"--filter", "TEXT", "only if the task's or the node's name has TEXT"},
      {"--all", "", "those that have ended, too"},
      as_json}},
    {command::show,
     "show",
     "TASK",
     "say all that is known of a task",
     "From the desk's memory, also of one that has ended or is out of reach.\n",
     "statusctl show add_email\nstatusctl show add_email --json\n",
     {as_json}},
    {command::watch,
     "watch",
     "[TASK]",
     "show a task, or all of them, live",
     "On a terminal it redraws; in a pipe it appends lines. It reconnects by\n"
     "itself, and shows how long the runner has been lost. With a TASK it "
     "ends\n"
     "with the exit code of the task's outcome; without one it goes on until "
     "it\nis left. Leaving it, with q or Ctrl-C, never touches the runner.\n",
     "statusctl watch add_email\nstatusctl watch --filter shop\n"
     "statusctl watch add_email --timeout 10m | tee add_email.log\n",
     {{"--filter", "TEXT", "without a TASK: as in list"},
      {"--progress", "auto|tty|plain|json",
       "a live block, lines, or JSON Lines [auto: by stdout]"},
      {"--json", "", "short for --progress json"}}},
    {command::progress,
     "progress",
     "TASK",
     "ask a task how far it is",
     "The task itself answers.\n",
     "statusctl progress add_email\nstatusctl progress add_email --json\n",
     {as_json}},
    {command::history,
     "history",
     "TASK",
     "list the last attempts to save a checkpoint",
     "The last ten, oldest first, the failed ones included; also of a task "
     "that\n"
     "has ended, if its desk has them. ATTEMPT 2/7 is the seventh one of the\n"
     "second epoch; each start of the task begins an epoch.\n",
     "statusctl history add_email\n",
     {as_json}},
    {command::checkpoint,
     "checkpoint",
     "TASK",
     "have a task save a checkpoint now",
     "Answers once it is durable.\n",
     "statusctl checkpoint add_email\n",
     {as_json}},
    {command::pause,
     "pause",
     "TASK",
     "have a task do no work that costs anybody anything",
     steered,
     "statusctl pause add_email --reason 'backups until 06:00'\n",
     {reason, by}},
    {command::resume,
     "resume",
     "TASK",
     "take back pause",
     steered,
     "statusctl resume add_email\n",
     {reason, by}},
    {command::hold,
     "hold",
     "TASK",
     "have a task do everything but the cut-over",
     "Once this is answered the cut-over does not come before release. It is\n"
     "refused if the cut-over was granted before. It is stored with the job's\n"
     "checkpoint and survives a restart of the runner; if it cannot be stored "
     "it\n"
     "is in force all the same, and the exit code is 1.\n",
     "statusctl hold add_email --reason 'not during the sale'\n",
     {reason, by}},
    {command::release,
     "release",
     "TASK",
     "take back hold",
     steered,
     "statusctl release add_email\n",
     {reason, by}},
    {command::cancel,
     "cancel",
     "TASK",
     "end a task at once",
     "What came after its last checkpoint is lost; stop saves one before. It "
     "is\nrefused once the cut-over was granted. Asks for confirmation.\n",
     "statusctl cancel add_email --reason 'wrong definition'\n"
     "statusctl cancel add_email --reason 'wrong definition' --yes\n",
     {{"--reason", "TEXT", "why, for everybody who looks; must be given"},
      by,
      yes}},
    {command::stop,
     "stop",
     "TASK",
     "end a task in order: a last checkpoint, then cancel",
     "Answers once that has begun; watch sees the end. Asks for "
     "confirmation.\n",
     "statusctl stop add_email && statusctl watch add_email\n",
     {reason, by, yes}},
    {command::certs,
     "certs",
     "DIR",
     "make a private authority with certificates",
     "Makes an authority of your own, and certificates for a server and for a\n"
     "client that it vouches for. Overwrites nothing.\n",
     "statusctl certs ./certs\nstatusctl certs ./certs --host db1.example.com "
     "--host 10.0.0.7\n",
     {{"--host", "NAME",
       "a name or address under which a server is reached, besides this host; "
       "can be given several times"}}},
    {command::completion,
     "completion",
     "bash|zsh",
     "write a script that completes commands and options",
     "",
     "source <(statusctl completion bash)\n"
     "statusctl completion zsh > \"${fpath[1]}/_statusctl\"\n",
     {}},
  };
  return result;
}

const command_info& info(command x) {
  return commands().at(static_cast<size_t>(x));
}

const std::vector<option_info>& general_options() {
  static const std::vector<option_info> result{
    {"--connect", "HOST:PORT", "a runner, or a fleet: both answer alike"},
    {"--fleet", "HOST:PORT", "the same"},
    {"--certs", "DIR",
     "has client.pem, client.key and authority.pem, as certs makes them"},
    {"--cert", "FILE", "our certificate, in PEM"},
    {"--key", "FILE", "its key"},
    {"--ca", "FILE", "the authority that vouches for them and for us"},
    {"--plain", "", "without TLS, on this host only"},
    {"--timeout", "TIME",
     "how long to wait for an answer [25s; of what steers 75s, of checkpoint "
     "135s]; for watch: how long a task may stay lost [no limit]"},
    {"--color", "auto|always|never",
     "[auto: on a terminal, unless NO_COLOR is set]"},
    {"--help", "", "say this; of a command after its name"},
    {"--version", "", "say which version this is"},
  };
  return result;
}

const std::vector<option_info>& variables() {
  static const std::vector<option_info> result{
    {"STATUSCTL_CONNECT", "HOST:PORT", "as --connect"},
    {"STATUSCTL_CERTS", "DIR", "as --certs"},
    {"STATUSCTL_CERT", "FILE", "as --cert"},
    {"STATUSCTL_KEY", "FILE", "as --key"},
    {"STATUSCTL_CA", "FILE", "as --ca"},
    {"NO_COLOR", "", "no colors, if it is not empty"},
  };
  return result;
}

const std::vector<exit_info>& exit_codes() {
  static const std::vector<exit_info> result{
    {0, "done; for watch: the task has finished"},
    {1, "the task has failed and is safe to run again, or refuses"},
    {2, "the command is wrong, or the task is unknown; nothing was done"},
    {3, "the task was cancelled"},
    {4, "a checkpoint could not be written"},
    {5, "it is unclear who owns what the task works on: a person is needed"},
    {69, "the address or the task cannot be reached"},
    {124, "no answer in time"},
    {130, "left with q or Ctrl-C (143: SIGTERM); the task goes on"},
  };
  return result;
}

} // namespace statusctl
