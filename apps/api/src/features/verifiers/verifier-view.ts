export interface VerifierView {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: string;
}
