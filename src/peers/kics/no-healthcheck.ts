import { ofFinalStage } from "../shared/final-stage.ts";

export default ofFinalStage(["limits/no-healthcheck"], ["kics/healthcheck_instruction_missing"]);
