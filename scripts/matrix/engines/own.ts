import { runProgram } from "../../run-program.ts";
import type { Missing, OpenEngine, Row } from "../harness/row.ts";

export default {
  place: 1,
  title: "The machine's own engine",
  // What it learns is asserted by tests of their own; beside it the other engine learns.
  short: ["storage", "inspect-image", "inspect-container"],
  any: true,
  async open(lab): Promise<OpenEngine | Missing> {
    const { code } = await runProgram("docker", ["version"], { env: lab.env });
    return code === 0 ? {} : { missing: "no engine answers on this machine" };
  },
} satisfies Row;
