import { copyFrom } from "../../facts/dockerfile/copy-paths.ts";
import { dockerfilePeer } from "../peer.ts";

/** It compares letter for letter, and knows no numbers. */
export default dockerfilePeer({
  rules: ["build/copy-from-itself"],
  ids: ["kics/copy_from_references_current_from_alias"],
  reports: ({ stage, instruction }) => stage?.name !== undefined && copyFrom(instruction)?.name === stage.name,
});
