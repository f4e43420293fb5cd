import { ofFinalStage } from "../shared/final-stage.ts";

export default ofFinalStage(["limits/no-healthcheck"], ["cis-docker/4.6"]);
