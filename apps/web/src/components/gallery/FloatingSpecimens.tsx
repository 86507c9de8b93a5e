"use client";
import { Archive, Copy, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import {
  Dialog,
  DialogBody,
  DialogClose,
  DialogContent,
  DialogFooter,
  DialogTrigger,
} from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { itemStyle, surfaceStyle } from "@/components/ui/menu-style";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Sheet, SheetClose, SheetContent, SheetTitle, SheetTrigger } from "@/components/ui/sheet";
import { Tooltip } from "@/components/ui/tooltip";
import { cn } from "@/lib/cn";
import { toast, toastError } from "@/lib/toast";
import { Specimen, State } from "./Specimen";

/** What lies over the page. */
export function FloatingSpecimens() {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Specimen name="dialog">
        <Dialog>
          <DialogTrigger asChild>
            <Button className="self-start">Open a dialog</Button>
          </DialogTrigger>
          <DialogContent title="New task" description="A task is one piece of work.">
            <DialogBody>
              <Field id="dialog-title" label="Title">
                <Input id="dialog-title" />
              </Field>
            </DialogBody>
            <DialogFooter>
              <DialogClose asChild>
                <Button>Cancel</Button>
              </DialogClose>
              <Button variant="primary">Create task</Button>
            </DialogFooter>
          </DialogContent>
        </Dialog>
      </Specimen>
      <Specimen name="confirm-dialog">
        <Button className="self-start" onClick={() => setAsking(true)}>
          Ask before removing
        </Button>
        <ConfirmDialog
          isOpen={isAsking}
          title="Remove the agent"
          description="What it wrote stays in its threads."
          confirmLabel="Remove agent"
          onClose={() => setAsking(false)}
          onConfirm={async () => {}}
        />
      </Specimen>
      <Specimen name="sheet">
        <Sheet>
          <SheetTrigger asChild>
            <Button className="self-start">Open a sheet</Button>
          </SheetTrigger>
          <SheetContent aria-describedby={undefined} className="sm:w-96">
            <div className="flex flex-col items-start gap-3 p-4">
              <SheetTitle className="font-semibold text-lg">MC-42</SheetTitle>
              <SheetClose asChild>
                <Button>Close the sheet</Button>
              </SheetClose>
            </div>
          </SheetContent>
        </Sheet>
      </Specimen>
      <Specimen name="popover">
        <Popover>
          <PopoverTrigger asChild>
            <Button className="self-start">Open a popover</Button>
          </PopoverTrigger>
          <PopoverContent aria-label="Runtime" className="text-sm">
            The runtime is online for 3 h.
          </PopoverContent>
        </Popover>
      </Specimen>
      <Specimen name="dropdown-menu">
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button className="self-start">Open a menu</Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent>
            <DropdownMenuLabel>MC-42</DropdownMenuLabel>
            <DropdownMenuItem>
              <Copy aria-hidden /> Copy address
            </DropdownMenuItem>
            <DropdownMenuItem disabled>
              <Archive aria-hidden /> Archive
            </DropdownMenuItem>
            <DropdownMenuCheckboxItem checked>Follow</DropdownMenuCheckboxItem>
            <DropdownMenuSeparator />
            <DropdownMenuItem isDanger>
              <Trash2 aria-hidden /> Delete…
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      </Specimen>
      <Specimen name="menu-style">
        <div className={cn(surfaceStyle, "static z-0 w-52 self-start")}>
          <div className={itemStyle}>At rest</div>
          <div className={itemStyle} data-highlighted="">
            Under the hand
          </div>
        </div>
      </Specimen>
      <Specimen name="tooltip">
        <State word="below, beside">
          <Tooltip content="Copy the address">
            <Button size="icon" aria-label="Copy">
              <Copy aria-hidden />
            </Button>
          </Tooltip>
          <Tooltip content="Archive" side="right">
            <Button size="icon" aria-label="Archive">
              <Archive aria-hidden />
            </Button>
          </Tooltip>
        </State>
      </Specimen>
      <Specimen name="toaster">
        <State word="notice, refusal">
          <Button onClick={() => toast("Limits saved")}>Say something</Button>
          <Button onClick={() => toastError("The task was not moved", "Somebody archived it.")}>
            Say what failed
          </Button>
        </State>
      </Specimen>
    </>
  );
}
