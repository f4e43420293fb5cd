/**
 * Completion scripts. The shell asks hullproof for the next words, so the scripts never need an update. They call the
 * program from PATH: the command line may contain a path into a repository, and Tab must not run anything there.
 */
export const scripts = {
  bash: [
    "# hullproof completions bash",
    "_hullproof() {",
    "  local line",
    "  COMPREPLY=()",
    "  while IFS= read -r line; do",
    "    COMPREPLY+=(\"${line%%$'\\t'*}\")",
    '  done < <(command hullproof __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)',
    "}",
    "complete -o default -F _hullproof hullproof",
  ],
  zsh: [
    "#compdef hullproof",
    "# hullproof completions zsh",
    "_hullproof() {",
    "  local line",
    "  local -a found",
    "  while IFS= read -r line; do",
    "    found+=(\"${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}\")",
    '  done < <(command hullproof __complete "${(@)words[2,CURRENT]}" 2>/dev/null)',
    "  if (( ${#found} )); then _describe -V hullproof found; else _files; fi",
    "}",
    'if [[ ${funcstack[1]} == _hullproof ]]; then _hullproof "$@"; else compdef _hullproof hullproof; fi',
  ],
  fish: [
    "# hullproof completions fish",
    "function __hullproof_found",
    "    set -l words (commandline -opc) (commandline -ct)",
    "    set -g __hullproof_words (command hullproof __complete $words[2..] 2>/dev/null)",
    "    test (count $__hullproof_words) -gt 0",
    "end",
    // Offers files only if hullproof has no words to offer.
    "complete -c hullproof -n __hullproof_found -f -a '(printf \"%s\\n\" $__hullproof_words)'",
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
