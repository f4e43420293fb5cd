// `npm run new -- KIND NAME`: a file to fill in, and what to do next. For a rule, `--reads document|image` chooses what it reads.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { kinds } from "./new/kinds.ts";
import { memberText } from "./new/member-text.ts";

const root = join(import.meta.dirname, "..");

function main(): void {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { reads: { type: "string" } },
  });
  const [wanted = "", name = "", ...more] = positionals;
  const kind = kinds.find((one) => one.name === wanted);
  if (kind === undefined)
    return refuse(`There is no kind \`${wanted}\`. Take one of: ${kinds.map((one) => one.name).join(", ")}.`);
  const word = "[a-z][a-z0-9]*(-[a-z0-9]+)*";
  const form = kind.inFolder === true ? new RegExp(`^[a-z0-9-]+/${word}$`) : new RegExp(`^${word}$`);
  if (more.length > 0 || !form.test(name))
    return refuse(`The name of a new ${kind.name} is ${kind.form}, not \`${[name, ...more].join(" ")}\`.`);
  const refused = kind.refuse?.(name);
  if (refused !== undefined) return refuse(refused);
  const template = values.reads === undefined ? kind.templates[0] : `${kind.name}-${values.reads}`;
  if (template === undefined || !kind.templates.includes(template)) {
    const forms = kind.templates.map((one) => one.replace(/^[a-z]+-?/, "")).filter((one) => one !== "");
    return refuse(
      forms.length === 0
        ? `\`--reads\` is for rules: there is one form of ${kind.name}.`
        : `A ${kind.name} reads one of ${forms.join(", ")}, not \`${values.reads}\`.`,
    );
  }
  const path = kind.path(name);
  try {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), memberText(template, name), { flag: "wx" });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      return refuse(`${path} is there already.`);
    throw error;
  }
  const steps = kind.next.map((step, at) => `  ${at + 1}. ${step.replaceAll("NAME", name)}`);
  console.log(`Made ${path}. Next:\n${steps.join("\n")}`);
}

function refuse(message: string): void {
  console.error(`new: ${message}`);
  process.exitCode = 2;
}

main();
