import type { Column } from "../harness/column.ts";
import { projectAt } from "../harness/project.ts";
import { failed } from "../harness/refusals.ts";

const standIns = ["hullproof-stand-in/python:bullseye", "hullproof-stand-in/python:trixie"];

export default {
  place: 80,
  title: "npm run demo",
  what: "`npm run demo` in a clone, by the system's own Node: packages that it asks for are installed, the Python example is hardened, and the proof holds. The bases are those of the machine's own engine.",
  table: "project",
  asked: true,
  async look(at) {
    const project = await projectAt(at);
    if ("cell" in project) return project.cell;
    await at.load(standIns);
    const ended = await project.node(["scripts/demo.mjs"], 20 * 60_000);
    return ended.code === 0 ? { verdict: "works" } : failed(ended);
  },
} satisfies Column;
