/** Passkeys: what the browser is asked and what it answers, in the shape in which both travel (base64url). */
import { inEach, t } from '../i18n';
import { api, ApiError } from './client';

interface ToShow {
  challenge: string;
  rpId: string;
  timeout: number;
  userVerification: UserVerificationRequirement;
  allowCredentials: { id: string; type: 'public-key' }[];
}

interface ToMake {
  challenge: string;
  rp: { id: string; name: string };
  user: { id: string; name: string; displayName: string };
  pubKeyCredParams: { type: 'public-key'; alg: number }[];
  timeout: number;
  excludeCredentials: { id: string; type: 'public-key' }[];
  authenticatorSelection: AuthenticatorSelectionCriteria;
  attestation: AttestationConveyancePreference;
}

/** Browsers know passkeys by the service's own address, so they are there on no other. */
export function passkeysHere(at: string | null | undefined): boolean {
  return at === location.origin && browserHasPasskeys();
}

export function browserHasPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined' && 'credentials' in navigator;
}

/** Whether this browser offers passkeys among what it fills into a field. */
export async function passkeysAreFilledIn(): Promise<boolean> {
  return (await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false;
}

/** Ask the person to show a passkey, for what is done at `path`. What is ended by its signal leaves no challenge behind. */
export async function showPasskey(path: string, how: Pick<CredentialRequestOptions, 'mediation' | 'signal'> = {}): Promise<Record<string, string>> {
  const { options } = await api.post<{ options: ToShow }>(`${path}/options`, {}, how.signal);
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: ids(options.allowCredentials) };
  const { id, response } = await asked(navigator.credentials.get({ publicKey, ...how }), 'not_used');
  const said = response as AuthenticatorAssertionResponse;
  return {
    id,
    client_data: text(said.clientDataJSON),
    authenticator_data: text(said.authenticatorData),
    signature: text(said.signature),
    user_handle: said.userHandle ? text(said.userHandle) : '',
  };
}

/** Have one made, to be added at `path` under that name, which the server looks at before the device does anything. */
export async function makePasskey<T>(path: string, name: string): Promise<T> {
  const { options } = await api.post<{ options: ToMake }>(`${path}/options`, { name });
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    user: { ...options.user, id: bytes(options.user.id) },
    excludeCredentials: ids(options.excludeCredentials),
  };
  const { id, response } = await asked(navigator.credentials.create({ publicKey }), 'not_made');
  const said = response as AuthenticatorAttestationResponse;
  const made = { id, client_data: text(said.clientDataJSON), attestation: text(said.attestationObject) };
  return api.post<T>(path, { name, made });
}

async function asked(answer: Promise<Credential | null>, otherwise: 'not_used' | 'not_made'): Promise<PublicKeyCredential> {
  try {
    const credential = await answer;
    if (credential) return credential as PublicKeyCredential;
  } catch (thrown) {
    // Whoever turns it away, and whoever lets it run out, is told alike.
    const held = thrown instanceof DOMException && thrown.name === 'InvalidStateError';
    if (held) throw notDone('passkey_held', 'held_already');
  }
  throw notDone(`passkey_${otherwise}`, otherwise);
}

function ids(descriptors: { id: string; type: 'public-key' }[]): PublicKeyCredentialDescriptor[] {
  return descriptors.map(({ id, type }) => ({ id: bytes(id), type }));
}

function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function notDone(code: string, key: string): ApiError {
  return new ApiError(-1, code, inEach(() => ({ message: t(`passkeys.${key}`), fields: {} })));
}
