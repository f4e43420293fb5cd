// Run by `npm run bench:advisories` in a process of its own, so that nothing is warm: FORM FILE NAMES -> CPU milliseconds and answers.
import { readFileSync } from "node:fs";
import { forms } from "./forms.ts";

const [formName, file, namesFile] = process.argv.slice(2);
const form = forms.find(({ name }) => name === formName);
if (form === undefined || file === undefined || namesFile === undefined) throw new Error("FORM FILE NAMES");
const names = JSON.parse(readFileSync(namesFile, "utf8")) as string[];
const before = process.cpuUsage();
const answers = form.look(file, names);
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ cpuMs: (user + system) / 1_000, answers }));
