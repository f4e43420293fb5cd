import { ofAdd } from "../shared/downloads-by-add.ts";

export default ofAdd(["checkov/CKV_DOCKER_4"]);
