import { ofFinalStage } from "../shared/final-stage.ts";

export default ofFinalStage(["secrets/credential-command", "secrets/credential-file"], ["trivy/DS-0031"]);
