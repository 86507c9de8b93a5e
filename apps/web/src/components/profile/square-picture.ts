// A picture as it is shown: square, small, and without what a camera writes beside it.
const SIDE = 256;
const MAX_BYTES = 20 * 1024 * 1024;

export type Squared =
  | { readonly ok: true; readonly picture: File }
  | { readonly ok: false; readonly message: string };

/** The middle of an image, drawn anew: what is no image is refused before a byte is sent. */
export async function squarePicture(chosen: File): Promise<Squared> {
  if (chosen.size > MAX_BYTES) return no("The file has more than 20 MB. Choose a smaller picture.");
  const image = await createImageBitmap(chosen).catch(() => null);
  if (!image) return no("This is no picture that a browser can read. Choose a PNG, JPEG, WebP or GIF.");
  const side = Math.min(image.width, image.height);
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext("2d");
  if (!context) return no("This browser cannot draw the picture. Try another one.");
  const [x, y] = [(image.width - side) / 2, (image.height - side) / 2];
  context.drawImage(image, x, y, side, side, 0, 0, SIDE, SIDE);
  image.close();
  const blob = await canvas.convertToBlob({ type: "image/png" });
  return { ok: true, picture: new File([blob], "picture.png", { type: blob.type }) };
}

function no(message: string): Squared {
  return { ok: false, message };
}
