import { redirect } from '@sveltejs/kit';

export const actions = {
  default: async ({ cookies, request }) => {
    const form = await request.formData();
    if (form.get('password') !== 'secret') return { wrong: true };
    cookies.set('session', 'x', { path: '/' });
    redirect(303, '/');
  },
};
