// main → a method → a closure → a function that stops the program.
mod shelf {
    pub struct Shelf<T> {
        pub item: T,
    }

    impl<T: Copy> Shelf<T> {
        #[inline(never)]
        pub fn visit<F: Fn(T) -> T>(&self, visitor: F) -> T {
            visitor(self.item)
        }
    }

    #[inline(never)]
    pub fn stop(value: i32) -> i32 {
        unsafe { core::arch::asm!("int3") };
        value
    }
}

fn main() {
    let shelf = shelf::Shelf { item: 3 };
    std::process::exit(shelf.visit(|item| shelf::stop(item) + 1));
}
