import { notSafe, safe, type SafeContext } from "./context.ts";

const install = "apt-get update && apt-get install -y curl";
const from = "FROM debian:trixie-slim\n";
const all = `${from}RUN ${install}\n`;
/** An exec form on the base. */
const exec = (...words: string[]) => `${from}RUN ${JSON.stringify(words)}\n`;

/** The lists are fetched, or read again, in exec form. */
export const inExecForms: readonly SafeContext[] = [
  safe("the script of an exec form", exec("sh", "-c", install)),
  safe("bash with options that only make it stricter", exec("/bin/bash", "-euo", "pipefail", "-c", install)),
  notSafe("env in front of the shell", exec("/usr/bin/env", "sh", "-c", install)),
  notSafe("BusyBox's shell", exec("busybox", "sh", "-c", install)),
  notSafe(
    "a script with escapes",
    `${from}RUN ["sh", "-c", "apt-get update \\u0026\\u0026 apt-get install -y \\"curl\\""]\n`,
  ),
  safe("a script over several lines", `${from}RUN ["sh", "-c", "apt-get update && \\\n    apt-get install -y curl"]\n`),
  safe("a later exec form of a known program", `${all}RUN ["mkdir", "-p", "/srv/x"]\nCMD ["sh", "-c", "sleep 1"]\n`),
  notSafe("a login shell reads a profile", exec("bash", "-lc", install)),
  notSafe("a shell with a file of its own", exec("bash", "--rcfile", "/x", "-ic", install)),
  notSafe("a shell of the image's own", exec("/opt/x/sh", "-c", install)),
  notSafe("another user's shell", exec("gosu", "app", "sh", "-c", install)),
  notSafe("another user's login", exec("su", "app", "-c", install)),
  notSafe("env sets PATH for the shell", exec("env", "PATH=/opt:/bin", "sh", "-c", install)),
  notSafe("env reads a string of its own", exec("env", "-S", `sh -c '${install}'`)),
  notSafe("another root", exec("chroot", "/x", "sh", "-c", install)),
  notSafe("a shell that is not read", exec("zsh", "-c", install)),
  notSafe("a function in a script in exec form", exec("sh", "-c", `rm() { :; }; ${install}`)),
  notSafe("PATH in a script with escapes", `${from}RUN ["sh", "-c", "\\u0050ATH=/opt:/bin ${install}"]\n`),
  notSafe("a script that ends elsewhere", exec("sh", "-c", `${install} && exec true`)),
  notSafe("a script that ends in the background", exec("sh", "-c", `${install} &`)),
  notSafe("a later script installs", `${all}RUN ["sh", "-c", "apt-get install -y jq"]\n`),
  notSafe("a later script runs its arguments", `${all}RUN ["sh", "-c", "\\"$@\\"", "sh", "/opt/more"]\n`),
  notSafe("a later exec form with a PATH of its own", `${all}RUN ["env", "PATH=/opt", "mkdir", "/x"]\n`),
  notSafe("a later script names the folder with escapes", `${all}RUN ["sh", "-c", "cp -r /var\\/lib\\u002fapt /x"]\n`),
];
