/**
 * What was asked for cannot be done now, through no fault in the program: something is missing, taken or misspelt. The
 * message is one sentence for the person at the keyboard: why, and what to do. The command line answers it with exit 2.
 */
export class NotPossible extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'NotPossible';
  }
}
