import { ofAdd } from "../shared/downloads-by-add.ts";

export default ofAdd(["dockle/CIS-DI-0009"]);
