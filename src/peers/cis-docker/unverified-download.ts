import { ofAdd } from "../shared/downloads-by-add.ts";

export default ofAdd(["cis-docker/4.9"]);
