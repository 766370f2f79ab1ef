//! One stemmer a language, each a pure function from exact form to term.

mod be;
mod en;
mod kk;
mod ru;
mod tr;
mod uk;

pub(super) use be::latin::from_lacinka;
pub(super) use kk::latin::from_latin as from_kazakh_latin;

macro_rules! steps {
    ($($name:ident = $stem:path;)*) => {$(
        #[doc = concat!("Chain step around [`", stringify!($stem), "`].")]
        pub(super) fn $name(word: &str, out: &mut String) -> bool {
            $stem(word, out);
            true
        }
    )*};
}

steps! {
    turkish = tr::stem;
    russian = ru::stem;
    ukrainian = uk::stem;
    kazakh = kk::stem;
    belarusian = be::stem;
    english = en::stem;
}
