# Runs as root inside the guest: kernel drivers, four USB gadgets, our own udev rules, then the bench.
cd "$PROJECT" || exit 1
KERNEL=$(uname -r)
load() { modprobe -d "$PROJECT/.cache/usb-guest/$KERNEL" "$@" || echo "USB-GUEST no module $1"; }
for module in usbhid hid-generic cdc-acm usblp libcomposite usb_f_hid usb_f_acm usb_f_printer; do
  load "$module"
done
load dummy_hcd num=4
mount -t configfs none /sys/kernel/config

mkdir -p /run/udev/rules.d
cp resources/udev/60-loadline.rules /run/udev/rules.d/
/lib/systemd/systemd-udevd --daemon
udevadm trigger
udevadm settle -t 20

GADGETS=/sys/kernel/config/usb_gadget
gadget() { # name vendor product serial
  mkdir -p "$GADGETS/$1/strings/0x409" "$GADGETS/$1/configs/c.1/strings/0x409"
  echo "$2" >"$GADGETS/$1/idVendor"
  echo "$3" >"$GADGETS/$1/idProduct"
  if [ -n "$4" ]; then echo "$4" >"$GADGETS/$1/strings/0x409/serialnumber"; fi
  echo Virtual >"$GADGETS/$1/strings/0x409/manufacturer"
  echo "Virtual $1" >"$GADGETS/$1/strings/0x409/product"
}
hid() { # gadget, report length, descriptor in hex
  local function=$GADGETS/$1/functions/hid.0
  mkdir -p "$function"
  echo 0 >"$function/protocol"
  echo 0 >"$function/subclass"
  echo "$2" >"$function/report_length"
  printf "$(echo "$3" | sed 's/../\\x&/g')" >"$function/report_desc"
  ln -s "$function" "$GADGETS/$1/configs/c.1/"
}

# Like most scanners and scales, without serial numbers.
gadget scanner 0x0c2e 0x0b61 ''
# Bar code scanner: report 2 with 59 bytes of data and length, AIM id, continuation bit; report 4 out.
hid scanner 64 058c0902a10185020912a102150026ff0075080501093b95018102058c09fb9501810209fc9501810209fd9501810209fe953881029502810309ff75019501810275078103c0c0
gadget scale 0x0922 0x8003 ''
# Scale: report 3 with status, unit, scaling and weight.
hid scale 6 058d0901a10185030932a1020970a1021501250875089501197129788100c00950a1021501250c750895011951295c8100c009411580257f7508950181020940150027ffff0000751095018102c0c0
gadget serial 0x0eb8 0xf000 SN-SERIAL
mkdir -p $GADGETS/serial/functions/acm.0
ln -s $GADGETS/serial/functions/acm.0 $GADGETS/serial/configs/c.1/
gadget printer 0x0a5f 0x0081 SN-PRINTER
mkdir -p $GADGETS/printer/functions/printer.0
echo "MFG:Zebra;CMD:ZPL;MDL:VZ420;" >$GADGETS/printer/functions/printer.0/pnp_string
ln -s $GADGETS/printer/functions/printer.0 $GADGETS/printer/configs/c.1/

# What an emulated processor may take its time with.
export UV_THREADPOOL_SIZE=16
node_modules/node/bin/node tests/usb/guest/bench.ts
CODE=$?
dmesg | grep -iE 'segfault|oops|BUG:' | sed 's/^/USB-GUEST kernel /'
exit $CODE
