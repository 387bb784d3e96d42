// SPDX-FileCopyrightText: 2026 The Tapscope developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Names and types as another language's compiler writes them.

pub mod brewing {
    pub struct Samovar {
        pub litres: u32,
        pub hot: bool,
    }

    impl Samovar {
        #[inline(never)]
        pub fn pour(&self, cups: u32) -> u32 {
            let left = self.litres.saturating_sub(cups);
            left * 10 + u32::from(self.hot)
        }
    }

    #[inline(never)]
    pub fn heat<T: Into<u32>>(from: T) -> Samovar {
        let litres: u32 = from.into();
        Samovar { litres, hot: litres > 2 }
    }
}

fn main() {
    let samovar = brewing::heat(std::env::args().count() as u16);
    std::process::exit(samovar.pour(1) as i32);
}
