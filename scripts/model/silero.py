"""Writes Silero's voice activity detector (16 kHz) as the file that whisper.cpp's own voice detection reads.

    silero.py FOLDER

The layout is what whisper_vad_init_with_params of whisper.cpp reads: sizes, then named tensors with
their dimensions in reverse; kernels of convolutions as 16-bit floats, everything else as 32-bit. Of the
package only its weights are read; nothing of it runs.
"""
import hashlib
import importlib.util
import json
import struct
import sys
from pathlib import Path

import numpy as np

VERSION = "6.2.3"
MAGIC = 0x67676D6C
WINDOW, CONTEXT = 512, 64
# Per layer of the encoder: channels in, channels out, width of the kernel.
ENCODER = [(129, 128, 3), (128, 64, 3), (64, 64, 3), (64, 128, 3)]
HIDDEN = 128
# Our name, whisper.cpp's name, and whether it is a kernel.
TENSORS = [entry for i in range(len(ENCODER)) for entry in (
    (f"conv{i + 1}.weight", f"_model.encoder.{i}.reparam_conv.weight", True),
    (f"conv{i + 1}.bias", f"_model.encoder.{i}.reparam_conv.bias", False))]
TENSORS += [(f"lstm_cell.{kind}", f"_model.decoder.rnn.{kind}", False)
            for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
TENSORS += [("final_conv.weight", "_model.decoder.decoder.2.weight", True),
            ("final_conv.bias", "_model.decoder.decoder.2.bias", False),
            ("stft_conv.weight", "_model.stft.forward_basis_buffer", True)]


def read_safetensors(path):
    data = path.read_bytes()
    length = struct.unpack_from("<Q", data)[0]
    header, body = json.loads(data[8:8 + length]), data[8 + length:]
    return {name: np.frombuffer(body[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"])
            for name, entry in header.items() if name != "__metadata__"}


def main():
    (package,) = importlib.util.find_spec("silero_vad").submodule_search_locations
    tensors = read_safetensors(Path(package) / "data/silero_vad_16k.safetensors")
    target = Path(sys.argv[1]) / f"silero-vad-{VERSION}.bin"
    kind = b"silero-16k"
    with open(target, "wb") as out:
        def integers(*values):
            out.write(struct.pack(f"<{len(values)}i", *values))

        integers(MAGIC, len(kind))
        out.write(kind)
        integers(*map(int, VERSION.split(".")), WINDOW, CONTEXT, len(ENCODER))
        for layer in ENCODER:
            integers(*layer)
        integers(HIDDEN, HIDDEN, HIDDEN, 1)
        for ours, name, kernel in TENSORS:
            values = tensors[ours].astype("<f2" if kernel else "<f4")
            if ours != "stft_conv.weight":
                values = values.squeeze()
            shape = values.shape or (1,)
            integers(len(shape), len(name), int(kernel), *reversed(shape))
            out.write(name.encode())
            out.write(values.tobytes())
    written = target.read_bytes()
    print(f"{target}: {len(written)} bytes, SHA-256 {hashlib.sha256(written).hexdigest()}")


if __name__ == "__main__":
    main()
