import { spawn } from "node:child_process";
import { constants } from "node:os";
import { root } from "./run.mjs";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Runs a command in our place: same terminal, signals handed on. Resolves with its exit code. */
export function passOn(command, args, cwd = root) {
  const child = spawn(command, args, { stdio: "inherit", cwd });
  // A terminal sends Ctrl-C to both of us; what was sent to this process alone is handed on.
  const handOn = (signal) => {
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of signals) process.on(signal, handOn);
  return new Promise((resolve) => {
    const end = (code) => {
      for (const signal of signals) process.off(signal, handOn);
      resolve(code);
    };
    child.on("error", (error) => {
      process.stderr.write(`${command}: ${error.message}\n`);
      end(2);
    });
    child.on("exit", (code, signal) => end(code ?? 128 + constants.signals[signal]));
  });
}
