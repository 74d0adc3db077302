/** QR codes out of images and out of the camera. */
import { decodeQR, decodeQRBatch } from "qr/decode.js";

// Photographs are made smaller until they have this many pixels: enough for six codes of a sheet, and a picture that
// claims to be enormous takes no more memory than this.
const PIXELS_MAX = 12_000_000;
const IMAGE_BYTES_MAX = 64 << 20;

export type ImageProblem = "image_too_large" | "image_unreadable";
export class ImageError extends Error {
  constructor(readonly problem: ImageProblem) {
    super(problem);
  }
}

const SIGNATURES = [
  [0x89, 0x50, 0x4e, 0x47], // PNG
  [0xff, 0xd8, 0xff], // JPEG
  [0x47, 0x49, 0x46, 0x38], // GIF
  [0x52, 0x49, 0x46, 0x46], // WebP
  [0x42, 0x4d], // BMP
];
export const isImage = (bytes: Uint8Array): boolean =>
  SIGNATURES.some((signature) => signature.every((byte, i) => bytes[i] === byte));

/** The texts of all codes in an image; rejects with ImageError. */
export async function scanImage(blob: Blob): Promise<string[]> {
  if (blob.size > IMAGE_BYTES_MAX) throw new ImageError("image_too_large");
  const bitmap = await createImageBitmap(blob).catch(() => {
    throw new ImageError("image_unreadable");
  });
  const scale = Math.min(1, Math.sqrt(PIXELS_MAX / (bitmap.width * bitmap.height)));
  const width = Math.max(1, Math.floor(bitmap.width * scale));
  const height = Math.max(1, Math.floor(bitmap.height * scale));
  const pixels = pixelsOf(bitmap, width, height);
  bitmap.close();
  const [results] = await decodeQRBatch([pixels], { timeLimit: 6000, effort: Infinity });
  return (results ?? []).filter((result) => typeof result === "string");
}

function pixelsOf(source: CanvasImageSource, width: number, height: number): ImageData {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.drawImage(source, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/** Whether the browser lets this page ask for a camera: it has one only on https, on localhost and from disk. */
export const cameraPossible = (): boolean => navigator.mediaDevices?.getUserMedia !== undefined;

/** The camera, from start to stop; each code that comes before it is handed to `found`, many times over. */
export class Camera {
  private stream: MediaStream | undefined;
  private timer = 0;
  private stopped = false;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly found: (text: string) => void,
  ) {}

  async start(): Promise<void> {
    const video = { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } };
    const stream = await navigator.mediaDevices.getUserMedia({ video, audio: false });
    this.stream = stream;
    if (this.stopped) return this.stop();
    this.video.srcObject = stream;
    await this.video.play();
    this.look();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.video.srcObject = null;
  }

  private look(): void {
    if (this.stopped) return;
    const { videoWidth: width, videoHeight: height } = this.video;
    if (width > 0 && height > 0) {
      const pixels = pixelsOf(this.video, width, height);
      let text: string | undefined;
      try {
        text = decodeQR(pixels, { timeLimit: 60 });
      } catch {
        text = undefined; // no code in this picture
      }
      if (text !== undefined) this.found(text);
    }
    this.timer = window.setTimeout(() => this.look(), 40);
  }
}
