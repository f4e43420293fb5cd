import { quote, reference } from "../evidence.ts";
import { defineRule } from "../rule.ts";
import { argumentsOf, callOf, isMounted, programOf, runsOf, type Call, type Run } from "../runs.ts";
import { targetChain } from "../target-chain.ts";

const valued = new Set(
  "--log --proxy --timeout --retries --cert --client-cert --python --cache-dir --trusted-host".split(" "),
);

export default defineRule({
  id: "cleanup/pip-cache",
  title: "pip keeps its download cache",
  why: "pip stores every wheel it downloads or builds below ~/.cache/pip, a second copy of what it installs. No later build of the image can use it, because it lies in the layer.",
  severity: "warning",
  needs: ["dockerfile"],
  fix: "safe",
  also: ["hadolint/DL3042"],
  examples: [
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nCOPY requirements.txt /\nRUN pip install -r requirements.txt\n",
      good: "FROM python:3.13-slim\nCOPY requirements.txt /\nRUN pip install --no-cache-dir -r requirements.txt\n",
    },
    {
      kind: "dockerfile",
      bad: "FROM python:3.13-slim\nRUN python -m pip install flask\n",
      good: "FROM python:3.13-slim\nRUN python -m pip install --no-cache-dir flask\n",
    },
  ],
  *check({ dockerfile }) {
    if (/PIP_NO_CACHE_DIR|no-cache-dir\s*=|global\.no-cache-dir|pip\.conf/i.test(dockerfile.text)) return;
    // Something reads the cache later, or fills it on purpose.
    const wanted = /\bpip3?\s+(cache|wheel|download)\b/.test(dockerfile.text);
    for (const run of targetChain(dockerfile).flatMap(runsOf)) {
      if (isMounted(run, "/root/.cache/pip") || deletesCache(run)) continue;
      for (const call of run.commands.flatMap((command) => pipCall(command) ?? [])) {
        if (
          call.action.text !== "install" ||
          call.args.some(({ text }) => /^--(no-cache-dir|no-cache|cache-dir|dry-run)/.test(text))
        )
          continue;
        const at = call.action.span.end;
        yield {
          message: `\`${call.program} install\` leaves its downloads in ~/.cache/pip of this layer`,
          at: call.action.span,
          evidence: [
            quote(dockerfile, call.command.span),
            reference(
              "pip caches HTTP responses and locally built wheels; --no-cache-dir disables the cache",
              "pip documentation, Caching",
            ),
          ],
          ...(!wanted && {
            fix: {
              title: "add --no-cache-dir",
              applicability: "safe" as const,
              edits: [{ file: dockerfile.file, span: { start: at, end: at }, text: " --no-cache-dir" }] as const,
              delta: ["/root/.cache"],
            },
          }),
        };
      }
    }
  },
});

/** `pip install`, `pip3.13 install`, `python -m pip install` */
function pipCall(command: Run["commands"][number]): Call | undefined {
  const direct = callOf(command, /^pip(3(\.\d+)?)?$/, valued);
  if (direct !== undefined) return direct;
  const [flag, module] = argumentsOf(command);
  if (!/^python(3(\.\d+)?)?$/.test(programOf(command) ?? "") || flag?.text !== "-m" || module?.text !== "pip")
    return undefined;
  const call = callOf({ ...command, name: "pip", words: command.words.slice(2) }, /^pip$/, valued);
  return call && { ...call, command };
}

function deletesCache(run: Run): boolean {
  return run.commands.some((command) => {
    const words = argumentsOf(command).map(({ text }) => text);
    return command.name === "rm" && words.some((text) => /^(~|\$HOME|\$\{HOME\}|\/root)\/\.cache/.test(text));
  });
}
