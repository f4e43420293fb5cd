import { ofFinalStage } from "../shared/final-stage.ts";

export default ofFinalStage(["layers/consecutive-copies"], ["kics/multiple_run_add_copy_instructions_listed"]);
