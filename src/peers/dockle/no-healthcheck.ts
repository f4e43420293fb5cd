import { ofFinalStage } from "../shared/final-stage.ts";

export default ofFinalStage(["limits/no-healthcheck"], ["dockle/CIS-DI-0006"]);
