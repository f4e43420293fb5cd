/** Days after which a proof wants to be repeated where no one says otherwise. */
export const defaultProofDays = 90;

/** Of how many other machines a profile keeps that it was proven there. */
export const maxProofRecords = 20;
