"""What all engines share that are a model on one's own machine: their options, and whether they can run."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, ClassVar, Literal

from pydantic import Field

from pipeline.engine import OPTIONS, dataclass
from pipeline.errors import NotHere
from pipeline.local.cards import cards, devices, for_the_processor_alone
from pipeline.local.checkpoint import Checkpoint, examine
from pipeline.local.memory import PACKAGES, Wish, installed
from pipeline.local.presets import PRESETS, unfit
from pipeline.local.weights import DiffusersWeights, Lora, Scheduler, Speed

_PACKAGES = ("torch", "diffusers", "transformers", "accelerate", "ftfy")


# Explained by `description`, which goes on to the engines that inherit these options.
@dataclass(frozen=True, config=OPTIONS)
class Local:
    """A checkpoint of diffusers, loaded in this process or one of its own."""

    makes: ClassVar[Literal["images", "clips"]] = "images"
    #: It waits for its turn at the model by itself, and takes none of the machine's cores meanwhile.
    queues: ClassVar[bool] = True
    #: Where and how fast it works: it does not change what comes out.
    aside: ClassVar[tuple[str, ...]] = ("device", "offload", "attention", "compiled")

    model: str = Field(
        default="", description="Folder of a checkpoint, or its id on a hub: Wan-AI/Wan2.2-TI2V-5B-Diffusers."
    )
    device: str | tuple[str, ...] = Field(
        default="auto",
        description="auto (all graphics cards), cpu, mps, cuda:1, or a list; each gets a worker of its own.",
    )
    precision: Literal["auto", "bfloat16", "float16", "float32"] = Field(
        default="auto", description="auto is bfloat16 on a graphics card and float32 on a CPU."
    )
    quantise: Literal["auto", "none", "8bit", "4bit"] = Field(
        default="auto", description="Smaller weights; auto where the model would not fit without."
    )
    offload: Literal["auto", "none", "model", "group", "sequential"] = Field(
        default="auto", description="Where parts wait that do not work; auto by the memory that is free."
    )
    denoiser: str | tuple[str, ...] = Field(
        default="",
        description="A .safetensors or .gguf file instead of the folder's denoiser; two where it has two.",
    )
    loras: tuple[Lora, ...] = Field(default=(), description="Changes for a style, a face or fewer steps.")
    preset: str = Field(default="", description="Settings that belong together; `drama engines` names them.")
    steps: int | None = Field(
        default=None, ge=1, le=200, description="Steps; the family's usual ones if not set."
    )
    guidance: float | None = Field(
        default=None,
        ge=0,
        le=30,
        description="How closely it keeps to the words; the family's usual if not set.",
    )
    negative: str = Field(default="", description="What should not be seen, for families that read it.")
    values: dict[str, Any] = Field(default_factory=dict, description="Further arguments of its pipeline.")
    cache: float = Field(
        default=0.0,
        ge=0,
        le=0.5,
        description="Skips blocks that change little: 0.1 is twice as fast, 0 exact.",
    )
    compiled: bool = Field(
        default=False, description="Compile the model's blocks: slow at first, faster after."
    )
    attention: str = Field(
        default="auto", description="auto, or a name that diffusers knows: flash, sage, ..."
    )

    def __post_init__(self) -> None:
        """The preset's settings are this engine's, where the user has set no others."""
        if preset := PRESETS.get(self.preset):
            further = tuple(lora for lora in preset.loras if lora not in self.loras)
            mine = {
                "steps": preset.steps if self.steps is None else self.steps,
                "guidance": preset.guidance if self.guidance is None else self.guidance,
                "values": {**preset.values, **self.values},
                "loras": (*further, *self.loras),
            }
            for name, value in mine.items():
                object.__setattr__(self, name, value)

    def unavailable(self) -> str:
        """Why it can't run here; empty where it can."""
        missing = [name for name in _PACKAGES if find_spec(name) is None]
        if missing:
            return f"It needs {', '.join(missing)}: pip install 'shortdrama[local]'."
        if not self.model:
            return "No model is chosen: write `model:` with the folder of a checkpoint or its id on a hub."
        if why := nowhere(self.device):
            return why
        try:
            found = self.checkpoint()
            family = found.family
        except NotHere as error:
            return str(error)
        if family.makes != self.makes:
            return f"{self.model} is {family.label}, which makes {family.makes}. Choose it there."
        return self._unlikely(found)

    def _unlikely(self, found: Checkpoint) -> str:
        """What the options ask of the model that was *found* and that it does not do."""
        if self.preset and (why := unfit(self.preset, found)):
            return why
        if self.loras and not found.family.lora:
            return f"{found.family.label} takes no LoRAs: leave `loras` out."
        for lora in self.loras:
            if why := lora.missing():
                return why
        if why := Speed(self.cache, self.compiled, self.attention).refused(found.kind):
            return why
        package = PACKAGES.get(self.quantise, "")
        if package and not installed(package):
            return f"`quantise: {self.quantise}` needs {package}: pip install {package}."
        return ""

    def checkpoint(self) -> Checkpoint:
        """What lies in the model's folder; `NotHere` where it is missing or damaged."""
        return examine(self.model)

    def devices(self) -> tuple[str, ...]:
        """Where it may be loaded, by the names that PyTorch has for them; `NotHere` if that is nowhere."""
        if why := nowhere(self.device):
            raise NotHere(why)
        return devices(self.device)

    def weights(self, working: int, **more: Any) -> DiffusersWeights:
        """The model as this engine has it loaded; *working* bytes are what one order needs besides."""
        return DiffusersWeights(
            model=self.model,
            wish=Wish(self.precision, self.quantise, self.offload),
            speed=Speed(self.cache, self.compiled, self.attention),
            loras=self.loras,
            scheduler=PRESETS[self.preset].scheduler if self.preset in PRESETS else Scheduler(),
            denoisers=tuple(filter(None, [self.denoiser]))
            if isinstance(self.denoiser, str)
            else self.denoiser,
            working=working,
            **more,
        )


def nowhere(wanted: str | tuple[str, ...]) -> str:
    """Why none, or not all, of the devices that are *wanted* are here; empty where they are."""
    named = devices(wanted)
    if not named:
        return (
            "There is no graphics card here: use a hosted engine or a machine with one; "
            "`device: cpu` works too, for minutes per picture and hours per clip."
        )
    there = {one.device for one in cards()}
    missing = [name for name in named if not ({name, f"{name}:0"} & there or name.partition(":")[0] == "cpu")]
    if missing:
        return f"There is no {', '.join(missing)} here. There is {', '.join([*sorted(there), 'cpu'])}."
    if there.intersection(named) and for_the_processor_alone():
        return (
            "The PyTorch that is installed can't use a graphics card: install the one for it (pytorch.org)."
        )
    return ""
